<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES" sourcelanguage="en">
    <context>
        <name>RsDeepCluster</name>
        <message>
            <source>Map</source>
            <translation>Mapa</translation>
        </message>
        <message>
            <source>A cluster layer, or any polygon layer with a field of classes.</source>
            <translation>Una capa de clústeres, o cualquier capa de polígonos con un campo de clases.</translation>
        </message>
        <message>
            <source>Field of the map</source>
            <translation>Campo del mapa</translation>
        </message>
        <message>
            <source>The field that holds the classes. Empty: class_code where any scene has a class, else the current cluster.</source>
            <translation>El campo que contiene las clases. Vacío: class_code si alguna escena tiene clase; si no, el clúster actual.</translation>
        </message>
        <message>
            <source>Reference layer</source>
            <translation>Capa de referencia</translation>
        </message>
        <message>
            <source>Points or polygons with labels, in any coordinate reference system. A point labels the scene it lies in; a polygon those that it covers by half at least, and of several the one that covers most of a scene counts. A sample made by Validation sample labels just its own scenes.</source>
            <translation>Puntos o polígonos con etiquetas, en cualquier sistema de referencia de coordenadas. Un punto etiqueta la escena en la que está; un polígono, las que cubre al menos a medias, y si son varios cuenta el que cubre la mayor parte de la escena. Una muestra hecha con «Muestra de validación» etiqueta solo sus propias escenas.</translation>
        </message>
        <message>
            <source>Field of the reference</source>
            <translation>Campo de la referencia</translation>
        </message>
        <message>
            <source>The field that holds the labels: codes or names of classes. Features without a label are left out. Without a reference layer, it is a field of the map.</source>
            <translation>El campo que contiene las etiquetas: códigos o nombres de clases. Los objetos espaciales sin etiqueta se omiten. Sin capa de referencia, es un campo del mapa.</translation>
        </message>
        <message>
            <source>Reference raster</source>
            <translation>Ráster de referencia</translation>
        </message>
        <message>
            <source>A raster of class codes in band 1, in place of a layer. A scene takes the class that most of its pixels have, where at least half of them have one; of a fine raster, 256 x 256 pixels of each scene are looked at.</source>
            <translation>Un ráster de códigos de clase en la banda 1, en lugar de una capa. Una escena toma la clase que tiene la mayoría de sus píxeles, si al menos la mitad de ellos tiene una; de un ráster fino se miran 256 x 256 píxeles de cada escena.</translation>
        </message>
        <message>
            <source>Values of the map</source>
            <translation>Valores del mapa</translation>
        </message>
        <message>
            <source>automatic</source>
            <translation>automático</translation>
        </message>
        <message>
            <source>classes</source>
            <translation>clases</translation>
        </message>
        <message>
            <source>clusters</source>
            <translation>clústeres</translation>
        </message>
        <message>
            <source>classes mean the same as in the reference; clusters are numbers without a meaning yet. automatic: clusters for the fields of clusters, else classes.</source>
            <translation>clases significan lo mismo que en la referencia; clústeres son números que aún no tienen significado. automático: clústeres para los campos de clústeres; si no, clases.</translation>
        </message>
        <message>
            <source>Confusion matrix</source>
            <translation>Matriz de confusión</translation>
        </message>
        <message>
            <source>One row per class on the map, with the number of scenes of each class in the reference (ref_...), their total and the user's accuracy.</source>
            <translation>Una fila por clase del mapa, con el número de escenas de cada clase en la referencia (ref_...), su total y la exactitud del usuario.</translation>
        </message>
        <message>
            <source>Accuracy of the classes</source>
            <translation>Exactitud de las clases</translation>
        </message>
        <message>
            <source>One row per class: scenes, user's and producer's accuracy, the latter also by area (prod_area), F1, mapped area, and area as estimated from the reference (est_ha), with 95 % confidence intervals. Areas are in hectares on the ellipsoid.</source>
            <translation>Una fila por clase: escenas, exactitud del usuario y del productor, esta última también por superficie (prod_area), F1, superficie cartografiada y superficie estimada a partir de la referencia (est_ha), con intervalos de confianza del 95 %. Las superficies están en hectáreas sobre el elipsoide.</translation>
        </message>
        <message>
            <source>Report</source>
            <translation>Informe</translation>
        </message>
        <message>
            <source>HTML</source>
            <translation>HTML</translation>
        </message>
        <message>
            <source>All numbers, the colored confusion matrix and what was left out, in a file.</source>
            <translation>Todas las cifras, la matriz de confusión coloreada y lo que se omitió, en un archivo.</translation>
        </message>
        <message>
            <source>Overall accuracy</source>
            <translation>Exactitud global</translation>
        </message>
        <message>
            <source>Overall accuracy of clusters named after labels elsewhere</source>
            <translation>Exactitud global de los clústeres nombrados según etiquetas de otros lugares</translation>
        </message>
        <message>
            <source>Kappa</source>
            <translation>Kappa</translation>
        </message>
        <message>
            <source>Standard error of kappa</source>
            <translation>Error estándar de kappa</translation>
        </message>
        <message>
            <source>Mean F1 of the classes</source>
            <translation>F1 medio de las clases</translation>
        </message>
        <message>
            <source>Overall accuracy by area</source>
            <translation>Exactitud global por superficie</translation>
        </message>
        <message>
            <source>Overall accuracy by area, lower end</source>
            <translation>Exactitud global por superficie, extremo inferior</translation>
        </message>
        <message>
            <source>Overall accuracy by area, upper end</source>
            <translation>Exactitud global por superficie, extremo superior</translation>
        </message>
        <message>
            <source>Accuracy under the best matching</source>
            <translation>Exactitud con la mejor correspondencia</translation>
        </message>
        <message>
            <source>Normalized mutual information</source>
            <translation>Información mutua normalizada</translation>
        </message>
        <message>
            <source>Adjusted mutual information</source>
            <translation>Información mutua ajustada</translation>
        </message>
        <message>
            <source>Adjusted Rand index</source>
            <translation>Índice de Rand ajustado</translation>
        </message>
        <message>
            <source>Purity</source>
            <translation>Pureza</translation>
        </message>
        <message>
            <source>Scenes compared</source>
            <translation>Escenas comparadas</translation>
        </message>
        <message>
            <source>Number of classes</source>
            <translation>Número de clases</translation>
        </message>
        <message>
            <source>Labeled scenes left out</source>
            <translation>Escenas etiquetadas omitidas</translation>
        </message>
        <message>
            <source>Clusters</source>
            <translation>Clústeres</translation>
        </message>
        <message>
            <source>A layer made by Cluster a raster, Cluster features, Apply clusters or Refine model, in a GeoPackage. It is edited in place; the field cluster stays as it is, each edit is a row in the table rs_deepcluster_history, and Undo takes the last back.</source>
            <translation>Una capa creada con «Agrupar un ráster», «Agrupar características en clústeres», «Aplicar clústeres» o «Refinar modelo», en un GeoPackage. Se edita en el sitio; el campo cluster queda como está, cada edición es una fila de la tabla rs_deepcluster_history, y «Deshacer la última edición» revierte la última.</translation>
        </message>
        <message>
            <source>Scenes changed</source>
            <translation>Escenas modificadas</translation>
        </message>
        <message>
            <source>Mapping</source>
            <translation>Correspondencia</translation>
        </message>
        <message>
            <source>Clusters and the codes or names of their classes, as 1=311,2=311,3=Pastures; 4= takes the class of cluster 4 away. Semicolons and new lines separate as well. Empty: the table below, or only the schema is set.</source>
            <translation>Clústeres y los códigos o nombres de sus clases, como 1=311,2=311,3=Pastos; 4= quita la clase del clúster 4. También separan los puntos y coma y los saltos de línea. Vacío: la tabla de abajo, o solo se establece el esquema.</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>Tabla</translation>
        </message>
        <message>
            <source>In place of a mapping: a table with the columns cluster, and class_code or class_name, as Cluster table writes it (GeoPackage, CSV, spreadsheet). Clusters without a class in it stay as they are.</source>
            <translation>En lugar de una correspondencia: una tabla con las columnas cluster, y class_code o class_name, tal como la escribe «Tabla de clústeres» (GeoPackage, CSV, hoja de cálculo). Los clústeres que no tienen clase en ella quedan como están.</translation>
        </message>
        <message>
            <source>Schema</source>
            <translation>Esquema</translation>
        </message>
        <message>
            <source>of the layer</source>
            <translation>de la capa</translation>
        </message>
        <message>
            <source>CORINE</source>
            <translation>CORINE</translation>
        </message>
        <message>
            <source>NLCD</source>
            <translation>NLCD</translation>
        </message>
        <message>
            <source>Anderson</source>
            <translation>Anderson</translation>
        </message>
        <message>
            <source>WorldCover</source>
            <translation>WorldCover</translation>
        </message>
        <message>
            <source>Dynamic World</source>
            <translation>Dynamic World</translation>
        </message>
        <message>
            <source>LCCS</source>
            <translation>LCCS</translation>
        </message>
        <message>
            <source>from file</source>
            <translation>desde archivo</translation>
        </message>
        <message>
            <source>The classes: CORINE Land Cover (levels 1 to 3), the National Land Cover Database of the United States, Anderson's land use and land cover (levels 1 and 2), ESA WorldCover, Dynamic World, FAO's LCCS (top level), or the file or table below. The layer's own is the one that was used last; where there is none, the texts of the mapping become classes.</source>
            <translation>Las clases: CORINE Land Cover (niveles 1 a 3), la National Land Cover Database de Estados Unidos, los usos y coberturas del suelo de Anderson (niveles 1 y 2), ESA WorldCover, Dynamic World, el LCCS de la FAO (nivel superior), o el archivo o la tabla de abajo. El de la propia capa es el que se usó por última vez; si no hay ninguno, los textos de la correspondencia se convierten en clases.</translation>
        </message>
        <message>
            <source>Schema file</source>
            <translation>Archivo de esquema</translation>
        </message>
        <message>
            <source>Schemas (*.csv *.json *.geojson *.qml *.clr *.txt)</source>
            <translation>Esquemas (*.csv *.json *.geojson *.qml *.clr *.txt)</translation>
        </message>
        <message>
            <source>A schema of your own; it takes the place of the one above. CSV with the columns code, name, color, description and parent (or value, label, red, green, blue), JSON (also a STAC item, a legend of names and colors, and GeoJSON), a categorized, paletted or exact pseudocolor style of QGIS (.qml), or a color table (.clr, .txt). Colors are #rrggbb, red,green,blue or CSS names; classes without one get one.</source>
            <translation>Un esquema propio; sustituye al de arriba. CSV con las columnas code, name, color, description y parent (o value, label, red, green, blue), JSON (también un elemento STAC, una leyenda de nombres y colores, y GeoJSON), un estilo de QGIS categorizado, de paleta o pseudocolor exacto (.qml), o una tabla de colores (.clr, .txt). Los colores son #rrggbb, rojo,verde,azul o nombres CSS; las clases que no tienen color reciben uno.</translation>
        </message>
        <message>
            <source>Encoding of the schema file</source>
            <translation>Codificación del archivo de esquema</translation>
        </message>
        <message>
            <source>UTF-8</source>
            <translation>UTF-8</translation>
        </message>
        <message>
            <source>UTF-16</source>
            <translation>UTF-16</translation>
        </message>
        <message>
            <source>Western European (Windows-1252)</source>
            <translation>Europa occidental (Windows-1252)</translation>
        </message>
        <message>
            <source>Central European (Windows-1250)</source>
            <translation>Europa central (Windows-1250)</translation>
        </message>
        <message>
            <source>Cyrillic (Windows-1251)</source>
            <translation>Cirílico (Windows-1251)</translation>
        </message>
        <message>
            <source>Greek (Windows-1253)</source>
            <translation>Griego (Windows-1253)</translation>
        </message>
        <message>
            <source>Turkish (Windows-1254)</source>
            <translation>Turco (Windows-1254)</translation>
        </message>
        <message>
            <source>Chinese, simplified (GB18030)</source>
            <translation>Chino simplificado (GB18030)</translation>
        </message>
        <message>
            <source>Chinese, traditional (Big5)</source>
            <translation>Chino tradicional (Big5)</translation>
        </message>
        <message>
            <source>Japanese (Shift JIS)</source>
            <translation>Japonés (Shift JIS)</translation>
        </message>
        <message>
            <source>Korean (EUC-KR)</source>
            <translation>Coreano (EUC-KR)</translation>
        </message>
        <message>
            <source>Only a file that is neither in UTF-8 nor in an encoding that can be told from others needs it.</source>
            <translation>Solo la necesita un archivo que no está en UTF-8 ni en una codificación que se pueda distinguir de otras.</translation>
        </message>
        <message>
            <source>Schema table</source>
            <translation>Tabla de esquema</translation>
        </message>
        <message>
            <source>A table with the same columns as the CSV file, such as Class schema makes; it takes the place of the schema above.</source>
            <translation>Una tabla con las mismas columnas que el archivo CSV, como la que crea «Esquema de clases»; sustituye al esquema de arriba.</translation>
        </message>
        <message>
            <source>Keep corrections</source>
            <translation>Conservar las correcciones</translation>
        </message>
        <message>
            <source>Scenes whose class was corrected singly (class_source is scene or label) keep it, also if their cluster gets another one.</source>
            <translation>Las escenas cuya clase se corrigió una a una (class_source es scene o label) la conservan, aunque su clúster reciba otra.</translation>
        </message>
        <message>
            <source>Replace all</source>
            <translation>Reemplazar todo</translation>
        </message>
        <message>
            <source>Clusters that are not named lose the class they have; for another schema, whose classes are not those of the layer.</source>
            <translation>Los clústeres que no se nombran pierden la clase que tienen; para otro esquema, cuyas clases no son las de la capa.</translation>
        </message>
        <message>
            <source>Scenes without a class</source>
            <translation>Escenas sin clase</translation>
        </message>
        <message>
            <source>A layer made by Cluster a raster, Cluster features, Apply clusters or Refine model, in any format, or the selected scenes of one.</source>
            <translation>Una capa creada con «Agrupar un ráster», «Agrupar características en clústeres», «Aplicar clústeres» o «Refinar modelo», en cualquier formato, o las escenas seleccionadas de una.</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>Campo</translation>
        </message>
        <message>
            <source>Field whose values are the classes. Empty: the class of a scene where it has one, else its current cluster. class_code leaves scenes without a class out.</source>
            <translation>Campo cuyos valores son las clases. Vacío: la clase de cada escena si la tiene; si no, su clúster actual. class_code omite las escenas sin clase.</translation>
        </message>
        <message>
            <source>Raster</source>
            <translation>Ráster</translation>
        </message>
        <message>
            <source>Raster whose size, pixels and coordinate reference system are taken. Empty: the raster that a layer in a GeoPackage has noted.</source>
            <translation>Ráster del que se toman el tamaño, los píxeles y el sistema de referencia de coordenadas. Vacío: el ráster que tiene anotado una capa en un GeoPackage.</translation>
        </message>
        <message>
            <source>Pixel size</source>
            <translation>Tamaño de píxel</translation>
        </message>
        <message>
            <source>In map units of the layer, in place of a raster: pixels of this size cover the extent of the layer.</source>
            <translation>En unidades de mapa de la capa, en lugar de un ráster: píxeles de este tamaño cubren la extensión de la capa.</translation>
        </message>
        <message>
            <source>Class raster</source>
            <translation>Ráster de clases</translation>
        </message>
        <message>
            <source>GeoTIFF with the class of each pixel, tiled and compressed; 8 bits up to value 255, else 16. No data is 0, or 255 (65535) where 0 is a class.</source>
            <translation>GeoTIFF con la clase de cada píxel, en teselas y comprimido; 8 bits hasta el valor 255, si no 16. Sin datos es 0, o 255 (65535) si 0 es una clase.</translation>
        </message>
        <message>
            <source>A layer made by Cluster a raster, Cluster features, Apply clusters or Refine model, in any format. Only a GeoPackage knows its raster, its settings and its edits.</source>
            <translation>Una capa creada con «Agrupar un ráster», «Agrupar características en clústeres», «Aplicar clústeres» o «Refinar modelo», en cualquier formato. Solo un GeoPackage conoce su ráster, su configuración y sus ediciones.</translation>
        </message>
        <message>
            <source>The raster that the pictures are cut from. Empty: the one that the clusters were made of, or their folder of images; where it is gone, there are no pictures.</source>
            <translation>El ráster del que se recortan las imágenes. Vacío: aquel del que se hicieron los clústeres, o su carpeta de imágenes; si ya no está, no hay imágenes.</translation>
        </message>
        <message>
            <source>Cluster model</source>
            <translation>Modelo de clústeres</translation>
        </message>
        <message>
            <source>Tells the settings and the merge tree of a layer that is in no GeoPackage. Empty: the one that was written with the layer.</source>
            <translation>Indica la configuración y el árbol de fusiones de una capa que no está en un GeoPackage. Vacío: el que se escribió junto con la capa.</translation>
        </message>
        <message>
            <source>Pictures of each cluster</source>
            <translation>Imágenes de cada clúster</translation>
        </message>
        <message>
            <source>Its most typical scene comes first, the next ones are as different as it is.</source>
            <translation>Su escena más típica va primero; las siguientes son tan diversas como el clúster.</translation>
        </message>
        <message>
            <source>Size of the pictures (pixels)</source>
            <translation>Tamaño de las imágenes (píxeles)</translation>
        </message>
        <message>
            <source>Width and height in pixels. Smaller ones are made where there are so many clusters that the file would become too large to be sent.</source>
            <translation>Anchura y altura en píxeles. Se hacen más pequeñas cuando hay tantos clústeres que el archivo sería demasiado grande para enviarlo.</translation>
        </message>
        <message>
            <source>One file with everything in it, of up to about 15 MB.</source>
            <translation>Un solo archivo con todo, de hasta unos 15 MB.</translation>
        </message>
        <message>
            <source>Number of clusters</source>
            <translation>Número de clústeres</translation>
        </message>
        <message>
            <source>Number of scenes</source>
            <translation>Número de escenas</translation>
        </message>
        <message>
            <source>Features</source>
            <translation>Características</translation>
        </message>
        <message>
            <source>The features of these scenes, by which the nearest cluster is found. Empty: those that a layer in a GeoPackage has noted; where there are none, clusters are near that are near in the embedding.</source>
            <translation>Las características de estas escenas, con las que se encuentra el clúster más cercano. Vacío: las que tiene anotadas una capa en un GeoPackage; si no las hay, están cerca los clústeres que están cerca en el embedding.</translation>
        </message>
        <message>
            <source>The raster whose bands are measured; all but alpha bands, valid pixels only. Empty: the raster that a layer in a GeoPackage has noted.</source>
            <translation>El ráster cuyas bandas se miden; todas menos las bandas alfa, y solo los píxeles válidos. Vacío: el ráster que tiene anotado una capa en un GeoPackage.</translation>
        </message>
        <message>
            <source>Band statistics</source>
            <translation>Estadísticas de bandas</translation>
        </message>
        <message>
            <source>Reads the raster once and adds the mean and the standard deviation of each band. A pixel that several scenes share counts for the scene of the highest probability.</source>
            <translation>Lee el ráster una vez y añade la media y la desviación estándar de cada banda. Un píxel que comparten varias escenas cuenta para la escena de mayor probabilidad.</translation>
        </message>
        <message>
            <source>Cluster table</source>
            <translation>Tabla de clústeres</translation>
        </message>
        <message>
            <source>Without geometry: cluster; class_code and class_name, filled in where all scenes agree; hint_name with hint_code, hint_score and hint_by where Suggest names was run, which is a suggestion and no class; scenes; share; area in square meters on the ellipsoid; mean_probability; ambiguous (share of scenes); nearest_cluster with the similarity (cosine of the mean features) and the distance in the embedding; exemplars (scene_id, the most typical first); b1_mean, b1_std and so on. In spreadsheet formats, text that looks like a formula gets a ' in front, which Assign classes takes away again.</source>
            <translation>Sin geometría: cluster; class_code y class_name, rellenos cuando todas las escenas coinciden; hint_name con hint_code, hint_score y hint_by si se ejecutó «Sugerir nombres»: una sugerencia, no una clase; scenes; share; area en metros cuadrados sobre el elipsoide; mean_probability; ambiguous (proporción de escenas); nearest_cluster con la similitud (coseno de las características medias) y la distancia en el embedding; exemplars (scene_id, primero las más típicas); b1_mean, b1_std, etc. En los formatos de hoja de cálculo, un texto que parece una fórmula lleva delante un ', que «Asignar clases» vuelve a quitar.</translation>
        </message>
        <message>
            <source>Map before</source>
            <translation>Mapa anterior</translation>
        </message>
        <message>
            <source>Field before</source>
            <translation>Campo anterior</translation>
        </message>
        <message>
            <source>Map after</source>
            <translation>Mapa posterior</translation>
        </message>
        <message>
            <source>Field after</source>
            <translation>Campo posterior</translation>
        </message>
        <message>
            <source>Values are</source>
            <translation>Los valores son</translation>
        </message>
        <message>
            <source>the same on both maps</source>
            <translation>los mismos en ambos mapas</translation>
        </message>
        <message>
            <source>numbered differently</source>
            <translation>numerados de forma distinta</translation>
        </message>
        <message>
            <source>the same on both maps: class codes, or clusters of one model (Apply clusters). numbered differently: clusters of maps made separately, which are matched. automatic: fields of clusters are numbered differently, all others are the same.</source>
            <translation>los mismos en ambos mapas: códigos de clase, o clústeres de un mismo modelo («Aplicar clústeres»). numerados de forma distinta: clústeres de mapas hechos por separado, que se emparejan. automático: los campos de clústeres están numerados de forma distinta, todos los demás son iguales.</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Cambio</translation>
        </message>
        <message>
            <source>The scenes of the second map with before, after, changed, and change as text (A → B). Scenes that one of the maps says nothing of have no value in changed.</source>
            <translation>Las escenas del segundo mapa con before, after, changed, y change como texto (A → B). Las escenas de las que uno de los mapas no dice nada no tienen valor en changed.</translation>
        </message>
        <message>
            <source>Change matrix</source>
            <translation>Matriz de cambios</translation>
        </message>
        <message>
            <source>One row per pair of classes that occurs: before, after, scenes and hectares.</source>
            <translation>Una fila por cada par de clases que aparece: before, after, escenas y hectáreas.</translation>
        </message>
        <message>
            <source>The change matrix, the changes by area and the agreement, in one file.</source>
            <translation>La matriz de cambios, los cambios por superficie y la concordancia, en un archivo.</translation>
        </message>
        <message>
            <source>Share of scenes that have not changed</source>
            <translation>Proporción de escenas que no han cambiado</translation>
        </message>
        <message>
            <source>Share of the area that has not changed</source>
            <translation>Proporción de la superficie que no ha cambiado</translation>
        </message>
        <message>
            <source>Scenes that are not compared</source>
            <translation>Escenas que no se comparan</translation>
        </message>
        <message>
            <source>one feature for each class</source>
            <translation>un objeto por clase</translation>
        </message>
        <message>
            <source>one feature for each area</source>
            <translation>un objeto por área</translation>
        </message>
        <message>
            <source>A class may have many areas that do not touch along an edge: one feature of several parts for all of them, or a feature for each. Scenes count for the area that their middle is in.</source>
            <translation>Una clase puede tener muchas áreas que no se tocan a lo largo de un borde: un objeto espacial de varias partes para todas, o un objeto para cada una. Las escenas cuentan para el área en la que está su centro.</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>Clases</translation>
        </message>
        <message>
            <source>Polygons with code, name and color of the class, scenes, area in square meters on the ellipsoid (in the plane of a system that has none), mean_probability and the clusters of their scenes. The style is stored with the data.</source>
            <translation>Polígonos con código, nombre y color de la clase, escenas, superficie en metros cuadrados sobre el elipsoide (en el plano de un sistema que no tiene ninguno), mean_probability y los clústeres de sus escenas. El estilo se guarda con los datos.</translation>
        </message>
        <message>
            <source>Number of features</source>
            <translation>Número de objetos espaciales</translation>
        </message>
        <message>
            <source>The layer that holds the examples; its selected scenes are taken where no ids and no expression are given. Found scenes get its clusters and classes.</source>
            <translation>La capa que contiene los ejemplos; se toman sus escenas seleccionadas si no se indican números ni expresión. Las escenas encontradas reciben sus clústeres y clases.</translation>
        </message>
        <message>
            <source>Examples</source>
            <translation>Ejemplos</translation>
        </message>
        <message>
            <source>Numbers of the examples from the field scene_id, as 12, 15-20.</source>
            <translation>Números de los ejemplos del campo scene_id, como 12, 15-20.</translation>
        </message>
        <message>
            <source>Examples by expression</source>
            <translation>Ejemplos por expresión</translation>
        </message>
        <message>
            <source>Scenes of the layer for which it is true, as "exemplar_rank" = 1 AND "cluster" = 4.</source>
            <translation>Escenas de la capa para las que es verdadera, como "exemplar_rank" = 1 AND "cluster" = 4.</translation>
        </message>
        <message>
            <source>Counterexamples</source>
            <translation>Contraejemplos</translation>
        </message>
        <message>
            <source>Numbers of scenes that are not meant, among the features of the examples, as 12, 15-20. A scene that is more like one of these than like the examples is not found.</source>
            <translation>Números de escenas que no se buscan, entre las características de los ejemplos, como 12, 15-20. Una escena que se parece más a una de estas que a los ejemplos no se encuentra.</translation>
        </message>
        <message>
            <source>The features of the examples, made by Extract features or Cluster a raster. Empty: those that a layer in a GeoPackage has noted.</source>
            <translation>Las características de los ejemplos, hechas con «Extraer características» o «Agrupar un ráster». Vacío: las que tiene anotadas una capa en un GeoPackage.</translation>
        </message>
        <message>
            <source>Features to search</source>
            <translation>Características en las que buscar</translation>
        </message>
        <message>
            <source>Where to search: the features of another raster, of the same model. Empty: among the scenes of the examples' own file.</source>
            <translation>Dónde buscar: las características de otro ráster, del mismo modelo. Vacío: entre las escenas del propio archivo de los ejemplos.</translation>
        </message>
        <message>
            <source>Similar to</source>
            <translation>Similar a</translation>
        </message>
        <message>
            <source>mean of the examples</source>
            <translation>media de los ejemplos</translation>
        </message>
        <message>
            <source>nearest example</source>
            <translation>ejemplo más cercano</translation>
        </message>
        <message>
            <source>The mean of the similarities to all examples, for examples of one kind; or the similarity to the nearest example, for examples of several kinds.</source>
            <translation>La media de las similitudes con todos los ejemplos, para ejemplos de un solo tipo; o la similitud con el ejemplo más cercano, para ejemplos de varios tipos.</translation>
        </message>
        <message>
            <source>Most scenes</source>
            <translation>Máximo de escenas</translation>
        </message>
        <message>
            <source>As many of the most similar scenes are found.</source>
            <translation>Se encuentran tantas como se indique de las escenas más similares.</translation>
        </message>
        <message>
            <source>Lowest similarity</source>
            <translation>Similitud mínima</translation>
        </message>
        <message>
            <source>Scenes that are less similar are not found.</source>
            <translation>Las escenas menos similares no se encuentran.</translation>
        </message>
        <message>
            <source>Similar scenes</source>
            <translation>Escenas similares</translation>
        </message>
        <message>
            <source>The scenes by rank, with their similarity, and with their cluster and their class in the layer.</source>
            <translation>Las escenas por orden, con su similitud, y con su clúster y su clase en la capa.</translation>
        </message>
        <message>
            <source>Number of scenes found</source>
            <translation>Número de escenas encontradas</translation>
        </message>
        <message>
            <source>Merge by</source>
            <translation>Fusionar por</translation>
        </message>
        <message>
            <source>named clusters</source>
            <translation>clústeres indicados</translation>
        </message>
        <message>
            <source>level of the tree</source>
            <translation>nivel del árbol</translation>
        </message>
        <message>
            <source>similarity</source>
            <translation>similitud</translation>
        </message>
        <message>
            <source>named clusters: those listed below. level of the tree: as many clusters as the detail or the number below say. similarity: all whose mean features are as alike as said below.</source>
            <translation>clústeres indicados: los que se enumeran abajo. nivel del árbol: tantos clústeres como digan el detalle o el número de abajo. similitud: todos aquellos cuyas características medias se parecen tanto como se indica abajo.</translation>
        </message>
        <message>
            <source>Clusters to merge</source>
            <translation>Clústeres que fusionar</translation>
        </message>
        <message>
            <source>Named clusters: their numbers, as 3, 5, 8 or 3-5.</source>
            <translation>clústeres indicados: sus números, como 3, 5, 8 o 3-5.</translation>
        </message>
        <message>
            <source>Merge into cluster</source>
            <translation>Fusionar en el clúster</translation>
        </message>
        <message>
            <source>Named clusters: the cluster whose number and class remain. Empty: the largest of them.</source>
            <translation>clústeres indicados: el clúster cuyo número y clase se conservan. Vacío: el mayor de ellos.</translation>
        </message>
        <message>
            <source>Detail</source>
            <translation>Detalle</translation>
        </message>
        <message>
            <source>coarse</source>
            <translation>grueso</translation>
        </message>
        <message>
            <source>balanced</source>
            <translation>equilibrado</translation>
        </message>
        <message>
            <source>fine</source>
            <translation>fino</translation>
        </message>
        <message>
            <source>Level of the tree: how many clusters remain. Only the Dirichlet process mixture knows these; for other clusters give the number.</source>
            <translation>nivel del árbol: cuántos clústeres quedan. Solo la mezcla de procesos de Dirichlet conoce estos niveles; para otros clústeres, indique el número.</translation>
        </message>
        <message>
            <source>Level of the tree: as many clusters remain, whatever the detail.</source>
            <translation>nivel del árbol: quedan tantos clústeres, sea cual sea el detalle.</translation>
        </message>
        <message>
            <source>Similarity</source>
            <translation>Similitud</translation>
        </message>
        <message>
            <source>Similarity: clusters are merged whose mean features have a cosine similarity of at least this, by average linkage. The features are centered, so that 0 is the similarity of clusters that have nothing in common.</source>
            <translation>similitud: se fusionan los clústeres cuyas características medias tienen una similitud del coseno de al menos este valor, por enlace promedio. Las características están centradas, de modo que 0 es la similitud de clústeres que no tienen nada en común.</translation>
        </message>
        <message>
            <source>Only clusters that are merged by similarity need it.</source>
            <translation>Solo la necesitan los clústeres que se fusionan por similitud.</translation>
        </message>
        <message>
            <source>Features (*.parquet)</source>
            <translation>Características (*.parquet)</translation>
        </message>
        <message>
            <source>The features of the layer's scenes, made by Cluster a raster or Extract features. Empty: the file that was made with the layer. </source>
            <translation>Las características de las escenas de la capa, hechas con «Agrupar un ráster» o «Extraer características». Vacío: el archivo que se creó con la capa. </translation>
        </message>
        <message>
            <source>Selected scenes</source>
            <translation>Escenas seleccionadas</translation>
        </message>
        <message>
            <source>The scenes that are selected in the layer.</source>
            <translation>Las escenas que están seleccionadas en la capa.</translation>
        </message>
        <message>
            <source>Listed scenes</source>
            <translation>Escenas enumeradas</translation>
        </message>
        <message>
            <source>Numbers from the field scene_id, as 12, 15-20.</source>
            <translation>Números del campo scene_id, como 12, 15-20.</translation>
        </message>
        <message>
            <source>Scenes by expression</source>
            <translation>Escenas por expresión</translation>
        </message>
        <message>
            <source>Scenes for which this is true, as cluster = 3 and probability &lt; 0.4.</source>
            <translation>Escenas para las que esto es verdadero, como cluster = 3 and probability &lt; 0.4.</translation>
        </message>
        <message>
            <source>Scenes inside polygons</source>
            <translation>Escenas dentro de polígonos</translation>
        </message>
        <message>
            <source>Polygons in any coordinate reference system. Scenes with their center inside are taken.</source>
            <translation>Polígonos en cualquier sistema de referencia de coordenadas. Se toman las escenas cuyo centro está dentro.</translation>
        </message>
        <message>
            <source>To cluster</source>
            <translation>Al clúster</translation>
        </message>
        <message>
            <source>The number of the cluster that the scenes are moved to. 0: a new cluster.</source>
            <translation>El número del clúster al que se mueven las escenas. 0: un clúster nuevo.</translation>
        </message>
        <message>
            <source>To class</source>
            <translation>A la clase</translation>
        </message>
        <message>
            <source>Code or name of a class of the layer's schema. Where the layer has no schema, any name.</source>
            <translation>Código o nombre de una clase del esquema de la capa. Si la capa no tiene esquema, cualquier nombre.</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>Edición</translation>
        </message>
        <message>
            <source>The classes: CORINE Land Cover (levels 1 to 3), the National Land Cover Database of the United States, Anderson's land use and land cover (levels 1 and 2), ESA WorldCover, Dynamic World, FAO's LCCS (top level), or the file or table below.</source>
            <translation>Las clases: CORINE Land Cover (niveles 1 a 3), la National Land Cover Database de Estados Unidos, los usos y coberturas del suelo de Anderson (niveles 1 y 2), ESA WorldCover, Dynamic World, el LCCS de la FAO (nivel superior), o el archivo o la tabla de abajo.</translation>
        </message>
        <message>
            <source>Level</source>
            <translation>Nivel</translation>
        </message>
        <message>
            <source>Only the classes of this level, 1 being the top. Empty: all levels.</source>
            <translation>Solo las clases de este nivel; 1 es el superior. Vacío: todos los niveles.</translation>
        </message>
        <message>
            <source>One row per class, without geometry: code, name, color, description and parent, which is the code of the class above it.</source>
            <translation>Una fila por clase, sin geometría: code, name, color, description y parent, que es el código de la clase superior.</translation>
        </message>
        <message>
            <source>Schema as JSON</source>
            <translation>Esquema en JSON</translation>
        </message>
        <message>
            <source>The same as one file, to keep and to share.</source>
            <translation>Lo mismo en un solo archivo, para guardarlo y compartirlo.</translation>
        </message>
        <message>
            <source>Smooth</source>
            <translation>Suavizar</translation>
        </message>
        <message>
            <source>automatic: classes where any are assigned, else clusters.</source>
            <translation>automático: clases si hay alguna asignada; si no, clústeres.</translation>
        </message>
        <message>
            <source>Radius (scenes)</source>
            <translation>Radio (escenas)</translation>
        </message>
        <message>
            <source>Scenes of a grid: how many rows and columns around a scene are its neighborhood; 1 are its eight neighbors.</source>
            <translation>Escenas de una cuadrícula: cuántas filas y columnas alrededor de una escena forman su vecindad; 1 son sus ocho vecinas.</translation>
        </message>
        <message>
            <source>Iterations</source>
            <translation>Iteraciones</translation>
        </message>
        <message>
            <source>How often the majority is taken; it ends before where nothing changes. 0: only small groups are dissolved.</source>
            <translation>Cuántas veces se toma la mayoría; termina antes si nada cambia. 0: solo se disuelven los grupos pequeños.</translation>
        </message>
        <message>
            <source>Weight of the scene itself</source>
            <translation>Peso de la propia escena</translation>
        </message>
        <message>
            <source>How many times its probability a scene weighs in its own neighborhood.</source>
            <translation>Cuántas veces su probabilidad pesa una escena en su propia vecindad.</translation>
        </message>
        <message>
            <source>Minimum mapping unit (scenes)</source>
            <translation>Unidad mínima cartografiable (escenas)</translation>
        </message>
        <message>
            <source>Connected groups of fewer scenes dissolve into the class with which they have the longest border, weighted by the probability of the scenes there. 1: none do.</source>
            <translation>Los grupos conectados de menos escenas se disuelven en la clase con la que tienen el borde más largo, ponderado por la probabilidad de las escenas de allí. 1: ninguno.</translation>
        </message>
        <message>
            <source>Only below this probability</source>
            <translation>Solo bajo esta probabilidad</translation>
        </message>
        <message>
            <source>Only scenes with a smaller probability change. Empty: all may.</source>
            <translation>Solo cambian las escenas con una probabilidad menor. Vacío: pueden cambiar todas.</translation>
        </message>
        <message>
            <source>Cluster</source>
            <translation>Clúster</translation>
        </message>
        <message>
            <source>The number of the cluster that is split.</source>
            <translation>El número del clúster que se divide.</translation>
        </message>
        <message>
            <source>Number of parts</source>
            <translation>Número de partes</translation>
        </message>
        <message>
            <source>Empty: inferred from the scenes, up to 8; two for the merge tree.</source>
            <translation>Vacío: se deduce de las escenas, hasta 8; dos para el árbol de fusiones.</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>Método</translation>
        </message>
        <message>
            <source>Dirichlet process mixture</source>
            <translation>Mezcla de procesos de Dirichlet</translation>
        </message>
        <message>
            <source>Gaussian mixture</source>
            <translation>Mezcla gaussiana</translation>
        </message>
        <message>
            <source>k-means</source>
            <translation>k-means</translation>
        </message>
        <message>
            <source>Ward</source>
            <translation>Ward</translation>
        </message>
        <message>
            <source>merge tree</source>
            <translation>árbol de fusión</translation>
        </message>
        <message>
            <source>How the scenes are clustered. merge tree: by the last merges of the tree that was made with the layer, without looking at the features again; only for clusters of the Dirichlet process mixture and for those that were merged.</source>
            <translation>Cómo se agrupan las escenas. árbol de fusión: según las últimas fusiones del árbol que se hizo con la capa, sin volver a mirar las características; solo para clústeres de la mezcla de procesos de Dirichlet y para los que se fusionaron.</translation>
        </message>
        <message>
            <source>Without it the scenes are split by umap_x and umap_y of the layer.</source>
            <translation>Sin ellas, las escenas se dividen por umap_x y umap_y de la capa.</translation>
        </message>
        <message>
            <source>Projection</source>
            <translation>Proyección</translation>
        </message>
        <message>
            <source>UMAP</source>
            <translation>UMAP</translation>
        </message>
        <message>
            <source>PCA</source>
            <translation>PCA</translation>
        </message>
        <message>
            <source>How the features of just these scenes are projected, before they are clustered.</source>
            <translation>Cómo se proyectan las características de solo estas escenas antes de agruparlas.</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Semilla</translation>
        </message>
        <message>
            <source>The same seed gives the same map on the same computer.</source>
            <translation>La misma semilla da el mismo mapa en el mismo ordenador.</translation>
        </message>
        <message>
            <source>The raster that tells what the scenes are. Empty: the raster that a layer in a GeoPackage has noted.</source>
            <translation>El ráster que indica qué son las escenas. Vacío: el ráster que tiene anotado una capa de un GeoPackage.</translation>
        </message>
        <message>
            <source>Colors of the bands</source>
            <translation>Colores de las bandas</translation>
        </message>
        <message>
            <source>What each band of the raster is, in their order and with commas: blue, green, red, nir, swir1, swir2, or - for another. Empty: as names and wavelengths in the file tell.</source>
            <translation>Qué es cada banda del ráster, en su orden y separadas por comas: blue, green, red, nir, swir1, swir2, o - para otra. Vacío: lo que indiquen los nombres y las longitudes de onda del archivo.</translation>
        </message>
        <message>
            <source>Weights of a text encoder</source>
            <translation>Pesos de un codificador de texto</translation>
        </message>
        <message>
            <source>Weights (*.pt *.pth *.bin *.safetensors)</source>
            <translation>Pesos (*.pt *.pth *.bin *.safetensors)</translation>
        </message>
        <message>
            <source>Weights of CLIP in the layout of OpenCLIP, such as RemoteCLIP-ViT-B-32.pt or RS5M_ViT-B-32.pt (GeoRSCLIP), which are not part of the plugin; the worker's Python needs the package open_clip_torch. Empty: names are suggested by the bands.</source>
            <translation>Pesos de CLIP con la estructura de OpenCLIP, como RemoteCLIP-ViT-B-32.pt o RS5M_ViT-B-32.pt (GeoRSCLIP), que no forman parte del complemento; el Python del proceso de trabajo necesita el paquete open_clip_torch. Vacío: los nombres se sugieren a partir de las bandas.</translation>
        </message>
        <message>
            <source>Architecture of the text encoder</source>
            <translation>Arquitectura del codificador</translation>
        </message>
        <message>
            <source>What OpenCLIP calls it: ViT-B-32 and ViT-L-14 of RemoteCLIP and GeoRSCLIP, or RN50.</source>
            <translation>Su nombre en OpenCLIP: ViT-B-32 y ViT-L-14 de RemoteCLIP y GeoRSCLIP, o RN50.</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>Frase modelo</translation>
        </message>
        <message>
            <source>The sentence that names are put into, in place of the {}.</source>
            <translation>La frase en la que se insertan los nombres, en lugar de {}.</translation>
        </message>
        <message>
            <source>Table of suggestions</source>
            <translation>Tabla de sugerencias</translation>
        </message>
        <message>
            <source>A row for each cluster: its scenes, the suggestion, the second best one, and the means of what was measured.</source>
            <translation>Una fila por clúster: sus escenas, la sugerencia, la segunda mejor y las medias de lo que se midió.</translation>
        </message>
        <message>
            <source>Clusters with a name</source>
            <translation>Clústeres con nombre</translation>
        </message>
        <message>
            <source>Sample size (scenes)</source>
            <translation>Tamaño de la muestra (escenas)</translation>
        </message>
        <message>
            <source>Scenes in all. Empty: as many as the standard error below needs.</source>
            <translation>Escenas en total. Vacío: tantas como necesita el error estándar de abajo.</translation>
        </message>
        <message>
            <source>Standard error</source>
            <translation>Error estándar</translation>
        </message>
        <message>
            <source>The standard error that overall accuracy is to have, where no sample size is given; half the confidence interval is about twice as wide.</source>
            <translation>El error estándar que debe tener la exactitud global, si no se indica un tamaño de muestra; la mitad del intervalo de confianza es aproximadamente el doble.</translation>
        </message>
        <message>
            <source>Expected user's accuracy</source>
            <translation>Exactitud del usuario esperada</translation>
        </message>
        <message>
            <source>What part of each mapped class you guess to be right, from 0 to 1, where no sample size is given: one number, and others for single classes by code or name, as in 0.8,311=0.95,112=0.7.</source>
            <translation>Qué parte de cada clase cartografiada estima correcta, de 0 a 1, si no se indica un tamaño de muestra: un número, y otros para clases concretas por código o nombre, como en 0.8,311=0.95,112=0.7.</translation>
        </message>
        <message>
            <source>Allocation</source>
            <translation>Asignación</translation>
        </message>
        <message>
            <source>proportional</source>
            <translation>proporcional</translation>
        </message>
        <message>
            <source>equal</source>
            <translation>igual</translation>
        </message>
        <message>
            <source>How the sample is divided among the classes. balanced: by their areas, but rare classes get the minimum below. proportional: by their areas. equal: as many of each. A class gives two scenes at least, and no more than it has.</source>
            <translation>Cómo se reparte la muestra entre las clases. equilibrado: según sus superficies, pero las clases raras reciben el mínimo de abajo. proporcional: según sus superficies. igual: el mismo número de cada una. Una clase aporta al menos dos escenas, y no más de las que tiene.</translation>
        </message>
        <message>
            <source>Minimum of a class</source>
            <translation>Mínimo por clase</translation>
        </message>
        <message>
            <source>Scenes of a rare class in a balanced allocation, or all that there are. In a small sample, which has no room for it, all classes get the same.</source>
            <translation>Escenas de una clase rara en una asignación equilibrada, o todas las que haya. En una muestra pequeña, en la que no cabe ese mínimo, todas las clases reciben lo mismo.</translation>
        </message>
        <message>
            <source>Geometry</source>
            <translation>Geometría</translation>
        </message>
        <message>
            <source>polygons</source>
            <translation>polígonos</translation>
        </message>
        <message>
            <source>centroids</source>
            <translation>centroides</translation>
        </message>
        <message>
            <source>The sampled scenes as polygons, or as points in their middle.</source>
            <translation>Las escenas muestreadas como polígonos, o como puntos en su centro.</translation>
        </message>
        <message>
            <source>The same seed draws the same sample.</source>
            <translation>La misma semilla extrae la misma muestra.</translation>
        </message>
        <message>
            <source>Sample</source>
            <translation>Muestra</translation>
        </message>
        <message>
            <source>Scenes with number (the random order), scene_id, reference (empty, to be filled in), map_class and weight, which the attribute form hides.</source>
            <translation>Escenas con number (el orden aleatorio), scene_id, reference (vacío, para rellenar), map_class y weight, que el formulario de atributos oculta.</translation>
        </message>
        <message>
            <source>Scenes in the sample</source>
            <translation>Escenas de la muestra</translation>
        </message>
        <message>
            <source>A file made by Cluster a raster or Cluster features.</source>
            <translation>Un archivo creado con «Agrupar un ráster» o «Agrupar características en clústeres».</translation>
        </message>
        <message>
            <source>Imagery of any kind that QGIS opens: files of any band count and data type, virtual rasters, and web layers (WMS, XYZ) with an extent and a pixel size.</source>
            <translation>Imágenes de cualquier tipo que abra QGIS: archivos con cualquier número de bandas y tipo de datos, rásteres virtuales, y capas web (WMS, XYZ) con una extensión y un tamaño de píxel.</translation>
        </message>
        <message>
            <source>Bands</source>
            <translation>Bandas</translation>
        </message>
        <message>
            <source>Bands that make the scenes, in the order red, green, blue for three; on the command line as 4;1;2. Empty: red, green and blue where the file names them, else its first three bands. The model has three channels: one band fills all three; of two, the third is their mean; of more than three, channel 1 is the mean of bands 1, 4, 7, channel 2 of 2, 5, 8, channel 3 of 3, 6, 9 and so on, in the order chosen. A model that was fine-tuned on another number of bands takes just as many, where none are chosen the first ones.</source>
            <translation>Bandas que forman las escenas, en el orden rojo, verde, azul si son tres; en la línea de comandos como 4;1;2. Vacío: rojo, verde y azul si el archivo las nombra; si no, sus tres primeras bandas. El modelo tiene tres canales: una sola banda llena los tres; si son dos, el tercero es su media; si son más de tres, el canal 1 es la media de las bandas 1, 4, 7, el canal 2 de 2, 5, 8, el canal 3 de 3, 6, 9, etc., en el orden elegido. Un modelo ajustado con otro número de bandas toma ese mismo número; si no se elige ninguna, las primeras.</translation>
        </message>
        <message>
            <source>Extent</source>
            <translation>Extensión</translation>
        </message>
        <message>
            <source>Part of the raster to use, in any coordinate reference system. The grid starts at its upper left pixel. Empty: all of the raster. Web layers need an extent.</source>
            <translation>Parte del ráster que se usa, en cualquier sistema de referencia de coordenadas. La cuadrícula empieza en su píxel superior izquierdo. Vacío: todo el ráster. Las capas web necesitan una extensión.</translation>
        </message>
        <message>
            <source>Pixel size of a web layer (map units)</source>
            <translation>Píxel de una capa web (unidades)</translation>
        </message>
        <message>
            <source>Only for layers that are not files (WMS, XYZ, PostGIS raster): pixel size in map units at which they are fetched.</source>
            <translation>Solo para capas que no son archivos (WMS, XYZ, ráster de PostGIS): tamaño de píxel, en unidades de mapa, con el que se obtienen.</translation>
        </message>
        <message>
            <source>Features of the same model, in place of a raster.</source>
            <translation>Características del mismo modelo, en lugar de un ráster.</translation>
        </message>
        <message>
            <source>as saved</source>
            <translation>como se guardó</translation>
        </message>
        <message>
            <source>Dirichlet process mixture: another level of detail than the clusters were saved with. Nothing is fitted; the clusters of each level have their own numbers.</source>
            <translation>Mezcla de procesos de Dirichlet: otro nivel de detalle que el que tenían los clústeres al guardarse. No se ajusta nada; los clústeres de cada nivel tienen sus propios números.</translation>
        </message>
        <message>
            <source>Scene or cell size</source>
            <translation>Tamaño de escena o celda</translation>
        </message>
        <message>
            <source>Width and height of a scene or cell, which gets one cluster, in whole pixels or in the units chosen. Empty: the size the clusters were fitted with, in pixels.</source>
            <translation>Anchura y altura de una escena o celda, que recibe un clúster, en píxeles enteros o en las unidades elegidas. Vacío: el tamaño con el que se ajustaron los clústeres, en píxeles.</translation>
        </message>
        <message>
            <source>Context</source>
            <translation>Contexto</translation>
        </message>
        <message>
            <source>Width and height of the windows that the model sees, each with many cells in it: scenes are then cells that are told apart by what lies in them and around them, as small as a sixteenth of a window; an eighth is a good start. One look serves all cells of a window, so this is faster than small scenes, and the map is finer. It is rounded to a whole number of cells. In the units of the size. Where the size is left out, it is that of the clusters' own cells.</source>
            <translation>Anchura y altura de las ventanas que ve el modelo, cada una con muchas celdas: las escenas son entonces celdas que se distinguen por lo que hay en ellas y a su alrededor, tan pequeñas como un dieciseisavo de una ventana; un octavo es un buen comienzo. Una sola mirada sirve para todas las celdas de una ventana, así que esto es más rápido que usar escenas pequeñas, y el mapa es más fino. Se redondea a un número entero de celdas. En las unidades del tamaño. Si se omite el tamaño, es el de las celdas de los propios clústeres.</translation>
        </message>
        <message>
            <source>Units of size, context and stride</source>
            <translation>Unidades de tamaño, contexto y paso</translation>
        </message>
        <message>
            <source>pixels</source>
            <translation>píxeles</translation>
        </message>
        <message>
            <source>map units</source>
            <translation>unidades de mapa</translation>
        </message>
        <message>
            <source>Pixels, or units of the raster's CRS, which are rounded to whole pixels.</source>
            <translation>Píxeles, o unidades del SRC del ráster, que se redondean a píxeles enteros.</translation>
        </message>
        <message>
            <source>Stride</source>
            <translation>Paso</translation>
        </message>
        <message>
            <source>Distance between the starts of neighboring scenes. Empty: the scene size, so that scenes touch and do not overlap.</source>
            <translation>Distancia entre los inicios de escenas vecinas. Vacío: el tamaño de escena, de modo que las escenas se tocan y no se solapan.</translation>
        </message>
        <message>
            <source>Scenes at the edge</source>
            <translation>Escenas del borde</translation>
        </message>
        <message>
            <source>keep</source>
            <translation>conservar</translation>
        </message>
        <message>
            <source>drop</source>
            <translation>omitir</translation>
        </message>
        <message>
            <source>shift</source>
            <translation>desplazar</translation>
        </message>
        <message>
            <source>What becomes of scenes that would hang over the raster's right and lower edge. shift: they are moved inwards, so that the model sees whole scenes; the overlap stays with their neighbors, and their footprints are what is left, so that footprints cover each pixel once. keep: they hang over, and what is outside the raster counts as no data. drop: they are left out.</source>
            <translation>Qué se hace con las escenas que sobresaldrían del borde derecho e inferior del ráster. desplazar: se mueven hacia dentro, de modo que el modelo ve escenas enteras; el solape queda para sus vecinas, y sus huellas son lo que resta, de modo que las huellas cubren cada píxel una vez. conservar: sobresalen, y lo que está fuera del ráster cuenta como sin datos. omitir: se omiten.</translation>
        </message>
        <message>
            <source>Mask</source>
            <translation>Máscara</translation>
        </message>
        <message>
            <source>Polygons in any coordinate reference system; only scenes with area inside them are made.</source>
            <translation>Polígonos en cualquier sistema de referencia de coordenadas; solo se crean escenas con superficie dentro de ellos.</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Dispositivo</translation>
        </message>
        <message>
            <source>auto</source>
            <translation>automático</translation>
        </message>
        <message>
            <source>cuda</source>
            <translation>cuda</translation>
        </message>
        <message>
            <source>mps</source>
            <translation>mps</translation>
        </message>
        <message>
            <source>cpu</source>
            <translation>cpu</translation>
        </message>
        <message>
            <source>auto takes CUDA, else Apple's MPS, else the CPU.</source>
            <translation>automático toma CUDA; si no, MPS de Apple; si no, la CPU.</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>Precisión</translation>
        </message>
        <message>
            <source>fp32</source>
            <translation>fp32</translation>
        </message>
        <message>
            <source>bf16</source>
            <translation>bf16</translation>
        </message>
        <message>
            <source>fp16</source>
            <translation>fp16</translation>
        </message>
        <message>
            <source>int8</source>
            <translation>int8</translation>
        </message>
        <message>
            <source>auto finds out once which is the fastest on this computer that keeps the features (cosine above 0.999), and stays with it: on processors int8, bf16 or fp32, on GPUs bf16 or fp16. int8 works on processors only, fp16 on GPUs only. Another computer may find another one: choose one where a map is to be made again elsewhere.</source>
            <translation>automático averigua una vez cuál es la más rápida en este ordenador que conserva las características (coseno superior a 0,999), y se queda con ella: en procesadores int8, bf16 o fp32, en GPU bf16 o fp16. int8 solo funciona en procesadores, fp16 solo en GPU. Otro ordenador puede encontrar otra: elija una si un mapa debe volver a hacerse en otro lugar.</translation>
        </message>
        <message>
            <source>Batch size (0: automatic)</source>
            <translation>Tamaño de lote (0: automático)</translation>
        </message>
        <message>
            <source>Scenes that go through the model together; 0 chooses. It is halved where memory runs out. The features do not depend on it.</source>
            <translation>Escenas que pasan juntas por el modelo; 0 elige automáticamente. Se reduce a la mitad si se agota la memoria. Las características no dependen de él.</translation>
        </message>
        <message>
            <source>Threads (0: all)</source>
            <translation>Hilos (0: todos)</translation>
        </message>
        <message>
            <source>Processor threads for the model; 0 takes all cores, never more.</source>
            <translation>Hilos de procesador para el modelo; 0 toma todos los núcleos, nunca más.</translation>
        </message>
        <message>
            <source>Dask scheduler</source>
            <translation>Planificador de Dask</translation>
        </message>
        <message>
            <source>Address of a Dask scheduler, as in tcp://host:8786 or tls://host:8786, whose workers make features, place scenes and assign them to clusters. They have this version of the plugin, and see the raster, a weights file of your own and the plugin's folder in the home directory under the same paths. Empty: what the environment variable RSDEEPCLUSTER_SCHEDULER says, else this computer alone.</source>
            <translation>Dirección de un planificador de Dask, como tcp://host:8786 o tls://host:8786, cuyos workers calculan las características, colocan las escenas y las asignan a los clústeres. Tienen esta versión del complemento y ven el ráster, un archivo de pesos propio y la carpeta del complemento en el directorio personal con las mismas rutas. Vacío: lo que indique la variable de entorno RSDEEPCLUSTER_SCHEDULER o, si no, solo este ordenador.</translation>
        </message>
        <message>
            <source>Place for parts</source>
            <translation>Lugar para las partes</translation>
        </message>
        <message>
            <source>For workers that do not see the plugin's folder: another folder that all machines share, or an address such as s3://bucket/parts or gs://bucket/parts, by which finished parts come back. Empty: what the environment variable RSDEEPCLUSTER_PARTS says, else the plugin's folder.</source>
            <translation>Para los workers que no ven la carpeta del complemento: otra carpeta que compartan todas las máquinas, o una dirección como s3://bucket/parts o gs://bucket/parts, por la que vuelven las partes terminadas. Vacío: lo que indique la variable de entorno RSDEEPCLUSTER_PARTS o, si no, la carpeta del complemento.</translation>
        </message>
        <message>
            <source>More rasters</source>
            <translation>Más rásteres</translation>
        </message>
        <message>
            <source>Other sheets of the same survey, which are read as one raster with the first: one grid, one map, and in layers of scenes a field source that says which sheet a scene is of. They must have the number of bands and the data type of the first. Sheets in another coordinate reference system, or with pixels of half to twice the size, are warped onto the pixels of the first. What else there is, and what can't be read, is left out and named in the log.</source>
            <translation>Otras hojas del mismo levantamiento, que se leen como un solo ráster con el primero: una cuadrícula, un mapa y, en las capas de escenas, un campo source que indica de qué hoja es cada escena. Deben tener el número de bandas y el tipo de datos del primero. Las hojas en otro sistema de referencia de coordenadas, o con píxeles de la mitad al doble de tamaño, se reproyectan sobre los píxeles del primero. Lo que difiere en otra cosa, y lo que no se puede leer, se omite y se nombra en el registro.</translation>
        </message>
        <message>
            <source>More rasters from a folder or list</source>
            <translation>Más rásteres (carpeta o lista)</translation>
        </message>
        <message>
            <source>Lists of rasters (*.txt *.csv *.vrt *.json *.geojson *.gpkg *.shp *.fgb);;All files (*)</source>
            <translation>Listas de rásteres (*.txt *.csv *.vrt *.json *.geojson *.gpkg *.shp *.fgb);;Todos los archivos (*)</translation>
        </message>
        <message>
            <source>In place of, or beside, rasters chosen one by one: a folder; a text file with a path on each line; a virtual raster, for its sources; a tile index with a field location; a STAC item collection (JSON), also by its address (https://). Nothing else is looked up on a network.</source>
            <translation>En lugar de rásteres elegidos uno a uno, o además de ellos: una carpeta; un archivo de texto con una ruta por línea; un ráster virtual, por sus fuentes; un índice de teselas con un campo location; una colección de elementos STAC (JSON), también por su dirección (https://). No se busca nada más en ninguna red.</translation>
        </message>
        <message>
            <source>Asset of a STAC catalog</source>
            <translation>Asset de un catálogo STAC</translation>
        </message>
        <message>
            <source>Name or role of the asset that is the raster. Empty: the only raster of each item, or the only one with the role data.</source>
            <translation>Nombre o función (role) del asset que es el ráster. Vacío: el único ráster de cada elemento, o el único con la función data.</translation>
        </message>
        <message>
            <source>Tone of more rasters</source>
            <translation>Tono de los demás rásteres</translation>
        </message>
        <message>
            <source>as overlaps say</source>
            <translation>según los solapes</translation>
        </message>
        <message>
            <source>one stretch for all</source>
            <translation>un realce para todos</translation>
        </message>
        <message>
            <source>a stretch for each raster</source>
            <translation>un realce por ráster</translation>
        </message>
        <message>
            <source>matched to the neighbors</source>
            <translation>ajustado a los vecinos</translation>
        </message>
        <message>
            <source>Sheets of different tones would become clusters of their own. matched to the neighbors: gain and offset of each sheet follow from the pixels that it shares with others, or that lie on both sides of a seam. as overlaps say: matched where these differ, else one stretch for all.</source>
            <translation>Las hojas de tonos distintos se convertirían en clústeres propios. ajustado a los vecinos: la ganancia y el desplazamiento de cada hoja se deducen de los píxeles que comparte con otras, o que están a ambos lados de una junta. según los solapes: ajustado donde estos difieren; si no, un mismo realce para todas.</translation>
        </message>
        <message>
            <source>Each date by itself</source>
            <translation>Cada fecha por separado</translation>
        </message>
        <message>
            <source>Of more rasters, those of each date become scenes of their own, on one grid, with a field date: clusters then mean the same on all dates. Dates are those of a catalog, of the files' tags, or in their names (20210530, 2021-05-30). Otherwise, where sheets overlap, a scene is of the one with more data, then of the one whose center is nearer.</source>
            <translation>De varios rásteres, los de cada fecha pasan a ser escenas propias, en una sola cuadrícula, con un campo date: los clústeres significan entonces lo mismo en todas las fechas. Las fechas son las de un catálogo, las de los metadatos (tags) de los archivos o las de sus nombres (20210530, 2021-05-30). En caso contrario, donde las hojas se solapan, una escena es de la que tiene más datos y, a igualdad, de aquella cuyo centro está más cerca.</translation>
        </message>
        <message>
            <source>Scenes with their clusters. The style is stored with the data: inside a GeoPackage, as QML beside other formats. A GeoPackage can be edited with the algorithms of the group Classes.</source>
            <translation>Escenas con sus clústeres. El estilo se guarda con los datos: dentro de un GeoPackage, o como QML junto a otros formatos. Un GeoPackage se puede editar con los algoritmos del grupo Clases.</translation>
        </message>
        <message>
            <source>Memberships</source>
            <translation>Pertenencias</translation>
        </message>
        <message>
            <source>Adds a field member_1, member_2 and so on for each cluster, with the probability that the scene belongs to it, for the 100 largest clusters at most. For all methods; HDBSCAN knows only that of the scene's own cluster.</source>
            <translation>Añade un campo member_1, member_2, etc. por cada clúster, con la probabilidad de que la escena le pertenezca, como máximo para los 100 clústeres mayores. Para todos los métodos; HDBSCAN solo conoce la del propio clúster de la escena.</translation>
        </message>
        <message>
            <source>Raster of clusters</source>
            <translation>Ráster de clústeres</translation>
        </message>
        <message>
            <source>GeoTIFF with the bands cluster, probability and second_cluster, and -1 where there is none: a pixel for each scene where these are the cells of one regular grid that touch and don't overlap, else the pixels of the raster, where the scene of the highest probability counts. Maps of millions of cells are quicker to look at in it. Not made where it is not asked for.</source>
            <translation>GeoTIFF con las bandas cluster, probability y second_cluster, y -1 donde no hay ninguno: un píxel por escena si estas son las celdas de una cuadrícula regular que se tocan y no se solapan; si no, los píxeles del ráster, donde cuenta la escena de mayor probabilidad. Los mapas de millones de celdas se ven más deprisa así. No se crea si no se pide.</translation>
        </message>
        <message>
            <source>Table of changes</source>
            <translation>Tabla de cambios</translation>
        </message>
        <message>
            <source>How many scenes go from each cluster to each other between one date and the next. It is made where scenes are of two dates or more: of more rasters with each date by itself, of a features file of these, or of several rasters that are clustered together. Of one date it is empty. It is written only where it is asked for.</source>
            <translation>Cuántas escenas pasan de cada clúster a cada otro entre una fecha y la siguiente. Se hace cuando las escenas son de dos fechas o más: de más rásteres con cada fecha por separado, de un archivo de características de estos, o de varios rásteres que se agrupan juntos. Con una sola fecha está vacía. Solo se escribe si se pide.</translation>
        </message>
        <message>
            <source>GeoParquet</source>
            <translation>GeoParquet</translation>
        </message>
        <message>
            <source>The scenes' feature vectors, for the other algorithms of this plugin.</source>
            <translation>Los vectores de características de las escenas, para los demás algoritmos de este complemento.</translation>
        </message>
        <message>
            <source>Scenes skipped for lack of data</source>
            <translation>Escenas omitidas por falta de datos</translation>
        </message>
        <message>
            <source>Table of rasters</source>
            <translation>Tabla de rásteres</translation>
        </message>
        <message>
            <source>With more rasters: a row for each, with what became of it, its date, its place, its scenes, its tone and how it was warped. It is written only where it is asked for.</source>
            <translation>Con más rásteres: una fila por cada uno, con lo que resultó de él, su fecha, su lugar, sus escenas, su tono y cómo se reproyectó. Solo se escribe si se pide.</translation>
        </message>
        <message>
            <source>Mean probability of the scenes</source>
            <translation>Probabilidad media de las escenas</translation>
        </message>
        <message>
            <source>Mean probability where the clusters were fitted</source>
            <translation>Probabilidad media donde se ajustaron los clústeres</translation>
        </message>
        <message>
            <source>Share of scenes unlike all that the clusters were fitted on</source>
            <translation>Proporción de escenas distintas de todas aquellas con las que se ajustaron los clústeres</translation>
        </message>
        <message>
            <source>Embedding</source>
            <translation>Embedding</translation>
        </message>
        <message>
            <source>A file made by Project features.</source>
            <translation>Un archivo creado con «Proyectar características».</translation>
        </message>
        <message>
            <source>Projector</source>
            <translation>Proyector</translation>
        </message>
        <message>
            <source>The projector of the same run of Project features. Without it the cluster model cannot be applied to new scenes.</source>
            <translation>El proyector de la misma ejecución de «Proyectar características». Sin él, el modelo de clústeres no se puede aplicar a escenas nuevas.</translation>
        </message>
        <message>
            <source>Clustering</source>
            <translation>Agrupamiento</translation>
        </message>
        <message>
            <source>Mini-batch k-means</source>
            <translation>K-means por minilotes</translation>
        </message>
        <message>
            <source>Fuzzy c-means</source>
            <translation>C-means difuso</translation>
        </message>
        <message>
            <source>ISODATA</source>
            <translation>ISODATA</translation>
        </message>
        <message>
            <source>HDBSCAN</source>
            <translation>HDBSCAN</translation>
        </message>
        <message>
            <source>Leiden</source>
            <translation>Leiden</translation>
        </message>
        <message>
            <source>Dirichlet process mixture: infers the number of clusters; the default. Gaussian mixture: infers the number of clusters. k-means: as many clusters as asked for. Mini-batch k-means: as many clusters as asked for, of very many scenes. Fuzzy c-means: as many clusters as asked for, with graded memberships. ISODATA: infers the number of clusters, from a desired one. Ward: as many clusters as asked for, by merging (agglomerative); contiguous regions on request. HDBSCAN: finds dense groups and leaves the rest without a cluster. Leiden: infers the number of clusters, from a graph of neighbors.</source>
            <translation>Mezcla de procesos de Dirichlet: deduce el número de clústeres; es el método predeterminado. Mezcla gaussiana: deduce el número de clústeres. k-means: tantos clústeres como se pidan. K-means por minilotes: tantos clústeres como se pidan, de muchísimas escenas. C-means difuso: tantos clústeres como se pidan, con pertenencias graduales. ISODATA: deduce el número de clústeres, a partir de uno deseado. Ward: tantos clústeres como se pidan, por fusión (aglomerativo); regiones contiguas si se solicita. HDBSCAN: encuentra grupos densos y deja el resto sin clúster. Leiden: deduce el número de clústeres, de un grafo de vecinos.</translation>
        </message>
        <message>
            <source>Fuzzy c-means, Gaussian mixture, ISODATA, k-means, Mini-batch k-means, Ward: the number of clusters; for ISODATA the one desired. Empty: the number up to Most clusters with the best silhouette; for the Gaussian mixture with the lowest Bayesian information criterion (BIC), for contiguous regions with the best index of Calinski and Harabasz. Dirichlet process mixture, HDBSCAN, Leiden: not used.</source>
            <translation>C-means difuso, Mezcla gaussiana, ISODATA, k-means, K-means por minilotes, Ward: el número de clústeres; para ISODATA, el deseado. Vacío: el número, hasta «Máximo de clústeres», con la mejor silueta; para Mezcla gaussiana, con el menor criterio de información bayesiano (BIC); para regiones contiguas, con el mejor índice de Calinski y Harabasz. Mezcla de procesos de Dirichlet, HDBSCAN, Leiden: no se usa.</translation>
        </message>
        <message>
            <source>Most clusters</source>
            <translation>Máximo de clústeres</translation>
        </message>
        <message>
            <source>Upper bound of the number of clusters where it is inferred. Not used where a number of clusters is given. HDBSCAN, Leiden, and all methods that are given a number of clusters: not used.</source>
            <translation>Límite superior del número de clústeres cuando este se deduce. No se usa si se indica un número de clústeres. HDBSCAN, Leiden y todos los métodos a los que se indica un número de clústeres: no se usa.</translation>
        </message>
        <message>
            <source>Dirichlet process mixture: how far its components are merged. One to three levels hold: their clusters are well apart on the map and in the features. balanced is the coarsest of these, fine the next one, or the best of one and a half to three times as many clusters; coarse is the best of a third to two thirds as many. The layer has the other levels that hold in fields such as level_9, and the log says what splits. The cluster model keeps all of them: Apply clusters can show another one without a new fit.</source>
            <translation>Mezcla de procesos de Dirichlet: hasta dónde se fusionan sus componentes. Son estables de uno a tres niveles: sus clústeres están bien separados en el mapa y en las características. equilibrado es el más grueso de ellos, fino el siguiente, o el mejor con entre una vez y media y tres veces más clústeres; grueso es el mejor con entre un tercio y dos tercios de ellos. La capa tiene los demás niveles estables en campos como level_9, y el registro indica qué se divide. El modelo de clústeres los conserva todos: «Aplicar clústeres» puede mostrar otro sin un nuevo ajuste.</translation>
        </message>
        <message>
            <source>Fewest scenes of a cluster</source>
            <translation>Mínimo de escenas de un clúster</translation>
        </message>
        <message>
            <source>HDBSCAN, ISODATA: a smaller group does not count as a cluster.</source>
            <translation>HDBSCAN, ISODATA: un grupo menor no cuenta como clúster.</translation>
        </message>
        <message>
            <source>Contiguous regions</source>
            <translation>Regiones contiguas</translation>
        </message>
        <message>
            <source>Ward: only clusters that touch along the edge of a scene are merged, so that each cluster is one region of the scene grid; all scenes are clustered, 100,000 at most. On another raster the clusters are found by their centers and need not be contiguous.</source>
            <translation>Ward: solo se fusionan clústeres que se tocan a lo largo del borde de una escena, de modo que cada clúster es una región de la cuadrícula de escenas; se agrupan todas las escenas, 100 000 como máximo. En otro ráster los clústeres se encuentran por sus centros y no tienen por qué ser contiguos.</translation>
        </message>
        <message>
            <source>Fuzziness</source>
            <translation>Difusividad</translation>
        </message>
        <message>
            <source>Fuzzy c-means: exponent m of the memberships. Near 1 they are all or nothing, large values make all clusters alike.</source>
            <translation>C-means difuso: exponente m de las pertenencias. Cerca de 1 son todo o nada; los valores grandes hacen iguales todos los clústeres.</translation>
        </message>
        <message>
            <source>Standard deviation for splitting</source>
            <translation>Desviación estándar para dividir</translation>
        </message>
        <message>
            <source>ISODATA: a cluster that spreads more than this along one axis may be split; as a share of the standard deviation of all scenes.</source>
            <translation>ISODATA: un clúster que se extiende más que esto a lo largo de un eje puede dividirse; como proporción de la desviación estándar de todas las escenas.</translation>
        </message>
        <message>
            <source>Distance for merging</source>
            <translation>Distancia para fusionar</translation>
        </message>
        <message>
            <source>ISODATA: clusters whose centers are nearer than this are merged; as a share of the root mean square distance of all scenes to their mean.</source>
            <translation>ISODATA: se fusionan los clústeres cuyos centros están más cerca que esto; como proporción de la distancia cuadrática media de todas las escenas a su media.</translation>
        </message>
        <message>
            <source>Most merged pairs</source>
            <translation>Máximo de pares fusionados</translation>
        </message>
        <message>
            <source>ISODATA: most pairs of clusters that are merged in one iteration.</source>
            <translation>ISODATA: máximo de pares de clústeres que se fusionan en una iteración.</translation>
        </message>
        <message>
            <source>Most iterations</source>
            <translation>Máximo de iteraciones</translation>
        </message>
        <message>
            <source>ISODATA: it ends before where an iteration changes nothing.</source>
            <translation>ISODATA: termina antes si una iteración no cambia nada.</translation>
        </message>
        <message>
            <source>Resolution of the communities</source>
            <translation>Resolución de las comunidades</translation>
        </message>
        <message>
            <source>Leiden: larger values give more clusters; 1 is modularity.</source>
            <translation>Leiden: los valores mayores dan más clústeres; 1 es la modularidad.</translation>
        </message>
        <message>
            <source>Neighbors in the graph</source>
            <translation>Vecinos en el grafo</translation>
        </message>
        <message>
            <source>Leiden: each scene is linked to as many of its nearest scenes of the embedding; as many vote for the cluster of a new scene.</source>
            <translation>Leiden: cada escena se enlaza con este número de escenas más cercanas del embedding; otras tantas votan el clúster de una escena nueva.</translation>
        </message>
        <message>
            <source>Exemplars</source>
            <translation>Ejemplares</translation>
        </message>
        <message>
            <source>Scenes of each cluster that get an exemplar_rank: 1 is the most typical one, the next ones are as different as the cluster holds.</source>
            <translation>Escenas de cada clúster que reciben un exemplar_rank: 1 es la más típica; las siguientes son tan diversas como el contenido del clúster.</translation>
        </message>
        <message>
            <source>Address of a Dask scheduler, as in tcp://host:8786 or tls://host:8786. Where there are more than 20,000 scenes, its workers place them, or assign them to clusters. They have this version of the plugin, and need no files. Empty: what the environment variable RSDEEPCLUSTER_SCHEDULER says, else this computer alone.</source>
            <translation>Dirección de un planificador de Dask, como tcp://host:8786 o tls://host:8786. Por encima de 20 000 escenas, sus workers las colocan o las asignan a los clústeres. Tienen esta versión del complemento y no necesitan ningún archivo. Vacío: lo que indique la variable de entorno RSDEEPCLUSTER_SCHEDULER o, si no, solo este ordenador.</translation>
        </message>
        <message>
            <source>All that Apply clusters needs to find the same clusters on another raster.</source>
            <translation>Todo lo que «Aplicar clústeres» necesita para encontrar los mismos clústeres en otro ráster.</translation>
        </message>
        <message>
            <source>Width and height of a scene or cell, which gets one cluster, in whole pixels or in the units chosen. Empty: where a context is given, an eighth of it; else size and context are chosen by a look at a sample of the raster, for 500 to 50,000 cells (Suggest scale shows how). With a size and no context, each scene is seen by itself, and should be a few times as large as the things that tell the classes apart (houses, fields, waves).</source>
            <translation>Anchura y altura de una escena o celda, que recibe un clúster, en píxeles enteros o en las unidades elegidas. Vacío: si se indica un contexto, un octavo de él; si no, el tamaño y el contexto se eligen mirando una muestra del ráster, para entre 500 y 50 000 celdas («Sugerir escala» muestra cómo). Con un tamaño y sin contexto, cada escena se ve por sí sola, y debería ser varias veces mayor que las cosas que distinguen las clases (casas, campos, olas).</translation>
        </message>
        <message>
            <source>Width and height of the windows that the model sees, each with many cells in it: scenes are then cells that are told apart by what lies in them and around them, as small as a sixteenth of a window; an eighth is a good start. One look serves all cells of a window, so this is faster than small scenes, and the map is finer. It is rounded to a whole number of cells. In the units of the size. Empty, with a size: each scene is seen by itself.</source>
            <translation>Anchura y altura de las ventanas que ve el modelo, cada una con muchas celdas: las escenas son entonces celdas que se distinguen por lo que hay en ellas y a su alrededor, tan pequeñas como un dieciseisavo de una ventana; un octavo es un buen comienzo. Una sola mirada sirve para todas las celdas de una ventana, así que esto es más rápido que usar escenas pequeñas, y el mapa es más fino. Se redondea a un número entero de celdas. En las unidades del tamaño. Vacío, con un tamaño: cada escena se ve por sí sola.</translation>
        </message>
        <message>
            <source>Minimum of valid data</source>
            <translation>Mínimo de datos válidos</translation>
        </message>
        <message>
            <source>Scenes with a smaller share of valid pixels get no features and no cluster. Nodata, NaN, alpha and mask bands, and what is outside the raster, are not valid; in the other scenes such pixels are filled with the mirror image of what lies beside them.</source>
            <translation>Las escenas con una proporción menor de píxeles válidos no reciben características ni clúster. Sin datos, NaN, las bandas alfa y de máscara, y lo que está fuera del ráster no son válidos; en las demás escenas, esos píxeles se rellenan con la imagen especular de lo que hay junto a ellos.</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modelo</translation>
        </message>
        <message>
            <source>default</source>
            <translation>default</translation>
        </message>
        <message>
            <source>dinov2_vits14</source>
            <translation>dinov2_vits14</translation>
        </message>
        <message>
            <source>dinov2_vits14_reg</source>
            <translation>dinov2_vits14_reg</translation>
        </message>
        <message>
            <source>dinov2_vitb14</source>
            <translation>dinov2_vitb14</translation>
        </message>
        <message>
            <source>dinov2_vitb14_reg</source>
            <translation>dinov2_vitb14_reg</translation>
        </message>
        <message>
            <source>dinov2_vitl14</source>
            <translation>dinov2_vitl14</translation>
        </message>
        <message>
            <source>dinov2_vitl14_reg</source>
            <translation>dinov2_vitl14_reg</translation>
        </message>
        <message>
            <source>dinov2_vitg14</source>
            <translation>dinov2_vitg14</translation>
        </message>
        <message>
            <source>dinov2_vitg14_reg</source>
            <translation>dinov2_vitg14_reg</translation>
        </message>
        <message>
            <source>dinov3_vits16</source>
            <translation>dinov3_vits16</translation>
        </message>
        <message>
            <source>dinov3_vitb16</source>
            <translation>dinov3_vitb16</translation>
        </message>
        <message>
            <source>dinov3_vitl16</source>
            <translation>dinov3_vitl16</translation>
        </message>
        <message>
            <source>dinov3_vitl16_sat</source>
            <translation>dinov3_vitl16_sat</translation>
        </message>
        <message>
            <source>dofa_vitb16</source>
            <translation>dofa_vitb16</translation>
        </message>
        <message>
            <source>default: the DINOv2 ViT-S/14 that comes with the plugin, without its last three blocks and fine-tuned on 30 classes of aerial scenes. The others are downloaded once, and are as their makers left them: Refine model fits the whitening that the default has to your imagery. dinov2_vits14, b14, l14 and g14, with registers (_reg) or without: 3 bands, images of the web at any resolution, Apache-2.0; 88 MB, 346 MB, 1.2 GB and 4.5 GB. dinov3_vits16, b16 and l16: 3 bands, images of the web at any resolution, DINOv3 License of Meta, which you accept by using them; 86 MB, 343 MB and 1.2 GB. dinov3_vitl16_sat: 3 bands, red, green and blue of satellites at 0.6 m, DINOv3 License; 1.2 GB. dofa_vitb16: any optical bands, told by their wavelengths, of satellites and aircraft at 1 to 30 m, CC-BY-4.0; 445 MB.</source>
            <translation>default: el DINOv2 ViT-S/14 incluido en el complemento, sin sus tres últimos bloques y ajustado con 30 clases de escenas aéreas. Los demás se descargan una vez, y están tal como los dejaron sus autores: «Refinar modelo» ajusta a sus imágenes el blanqueado que tiene default. dinov2_vits14, b14, l14 y g14, con registros (_reg) o sin ellos: 3 bandas, imágenes de la web a cualquier resolución, Apache-2.0; 88 MB, 346 MB, 1,2 GB y 4,5 GB. dinov3_vits16, b16 y l16: 3 bandas, imágenes de la web a cualquier resolución, DINOv3 License de Meta, que se acepta al usarlos; 86 MB, 343 MB y 1,2 GB. dinov3_vitl16_sat: 3 bandas, rojo, verde y azul de satélites a 0,6 m, DINOv3 License; 1,2 GB. dofa_vitb16: cualquier banda óptica, identificada por su longitud de onda, de satélites y aviones de 1 a 30 m, CC-BY-4.0; 445 MB.</translation>
        </message>
        <message>
            <source>Weights file</source>
            <translation>Archivo de pesos</translation>
        </message>
        <message>
            <source>Weights (*.safetensors *.pth *.pt *.bin)</source>
            <translation>Pesos (*.safetensors *.pth *.pt *.bin)</translation>
        </message>
        <message>
            <source>A state dict of your own of DINOv2, DINOv3 or DOFA, with official or timm names. It takes the place of the model above, and nothing is downloaded. Of the satellite model of DINOv3, and of DOFA, choose the model above too.</source>
            <translation>Un diccionario de estado propio de DINOv2, DINOv3 o DOFA, con los nombres oficiales o de timm. Sustituye al modelo de arriba, y no se descarga nada. Si es del modelo de satélite de DINOv3, o de DOFA, elija también el modelo de arriba.</translation>
        </message>
        <message>
            <source>Blocks</source>
            <translation>Bloques</translation>
        </message>
        <message>
            <source>Transformer blocks whose tokens make the features, counted from 0, or from the end with -1; several are concatenated, as in 6,-1. Empty: the model's own recipe.</source>
            <translation>Bloques del transformer cuyos tokens forman las características, contados desde 0, o desde el final con -1; si son varios se concatenan, como en 6,-1. Vacío: la receta del propio modelo.</translation>
        </message>
        <message>
            <source>Wavelengths</source>
            <translation>Longitudes de onda</translation>
        </message>
        <message>
            <source>For dofa_vitb16: the wavelength of each band in micrometers, in the order of the bands, as in 0.49,0.56,0.665,0.842. Empty: what the raster says, or the names of its bands do; without bands chosen, all that have one are taken.</source>
            <translation>Para dofa_vitb16: la longitud de onda de cada banda en micrómetros, en el orden de las bandas, como en 0.49,0.56,0.665,0.842. Vacío: lo que diga el ráster, o los nombres de sus bandas; si no se eligen bandas, se toman todas las que tienen una.</translation>
        </message>
        <message>
            <source>Pooling of tokens</source>
            <translation>Agregación de tokens</translation>
        </message>
        <message>
            <source>model's own</source>
            <translation>el del modelo</translation>
        </message>
        <message>
            <source>class token</source>
            <translation>token de clase</translation>
        </message>
        <message>
            <source>mean of patches</source>
            <translation>media de los parches</translation>
        </message>
        <message>
            <source>both</source>
            <translation>ambas</translation>
        </message>
        <message>
            <source>The class token, the mean of the patch tokens, or both one after the other.</source>
            <translation>El token de clase, la media de los tokens de parche, o ambos uno tras otro.</translation>
        </message>
        <message>
            <source>Input size (pixels)</source>
            <translation>Tamaño de entrada (píxeles)</translation>
        </message>
        <message>
            <source>Pixels to which a scene is resized for the model, a multiple of the side of its patches: 14, of DINOv3 and DOFA 16. More is slower (time grows with its square) and shows the model finer detail of large scenes.</source>
            <translation>Píxeles a los que se redimensiona una escena para el modelo, un múltiplo del lado de sus parches: 14; en DINOv3 y DOFA, 16. Un valor mayor es más lento (el tiempo crece con su cuadrado) y muestra al modelo detalles más finos de las escenas grandes.</translation>
        </message>
        <message>
            <source>Scaling of values</source>
            <translation>Escalado de valores</translation>
        </message>
        <message>
            <source>percentiles</source>
            <translation>percentiles</translation>
        </message>
        <message>
            <source>data type range</source>
            <translation>rango del tipo de datos</translation>
        </message>
        <message>
            <source>percentiles: each band is stretched between two percentiles of the valid pixels of the whole raster, the same for all scenes. data type range: values are taken as they are, 0 to 255 for 8-bit data; for images that are ready for display.</source>
            <translation>percentiles: cada banda se estira entre dos percentiles de los píxeles válidos de todo el ráster, los mismos para todas las escenas. rango del tipo de datos: los valores se toman como están, de 0 a 255 para datos de 8 bits; para imágenes listas para su visualización.</translation>
        </message>
        <message>
            <source>Lower percentile</source>
            <translation>Percentil inferior</translation>
        </message>
        <message>
            <source>Values beyond it are clipped, if values are scaled by percentiles.</source>
            <translation>Los valores que lo sobrepasan se recortan, si los valores se escalan por percentiles.</translation>
        </message>
        <message>
            <source>Upper percentile</source>
            <translation>Percentil superior</translation>
        </message>
        <message>
            <source>Orientations (1, 2, 4 or 8)</source>
            <translation>Orientaciones (1, 2, 4 u 8)</translation>
        </message>
        <message>
            <source>In how many orientations the model sees a scene; the features are the mean. Seen from above no direction is the right one, and the mean tells more: with 5 labels of each class 80.3 % of the images of 45 classes are named right by 4, 79.0 % by 1. 2: as it is and turned by a half, 4: by quarters, 8: mirrored too. It takes as many times as long.</source>
            <translation>En cuántas orientaciones ve el modelo una escena; las características son su media. Vista desde arriba ninguna dirección es la correcta, y la media dice más: con 5 ejemplos por clase se nombra bien el 80,3 % de las imágenes de 45 clases con 4 orientaciones y el 79,0 % con 1. 2: tal cual y girada media vuelta, 4: por cuartos de vuelta, 8: también reflejada. Tarda tantas veces más.</translation>
        </message>
        <message>
            <source>UMAP keeps neighborhoods and separates groups; PCA is linear and fast. Features are centered and L2-normalized first.</source>
            <translation>UMAP conserva las vecindades y separa los grupos; PCA es lineal y rápido. Antes, las características se centran y se normalizan en L2.</translation>
        </message>
        <message>
            <source>Neighbors</source>
            <translation>Vecinos</translation>
        </message>
        <message>
            <source>UMAP: small values keep local detail, large ones the overall shape.</source>
            <translation>UMAP: los valores pequeños conservan el detalle local; los grandes, la forma general.</translation>
        </message>
        <message>
            <source>Dimensions</source>
            <translation>Dimensiones</translation>
        </message>
        <message>
            <source>Dimensions of the embedding. The first two become umap_x and umap_y.</source>
            <translation>Dimensiones del embedding. Las dos primeras pasan a ser umap_x y umap_y.</translation>
        </message>
        <message>
            <source>Minimum distance</source>
            <translation>Distancia mínima</translation>
        </message>
        <message>
            <source>UMAP: how close points may lie. 0 is best for clusters.</source>
            <translation>UMAP: cuánto pueden acercarse los puntos. 0 es lo mejor para clústeres.</translation>
        </message>
        <message>
            <source>Metric</source>
            <translation>Métrica</translation>
        </message>
        <message>
            <source>cosine</source>
            <translation>coseno</translation>
        </message>
        <message>
            <source>euclidean</source>
            <translation>euclidiana</translation>
        </message>
        <message>
            <source>UMAP: how features are compared.</source>
            <translation>UMAP: cómo se comparan las características.</translation>
        </message>
        <message>
            <source>Weight of shared neighbors</source>
            <translation>Peso de los vecinos compartidos</translation>
        </message>
        <message>
            <source>UMAP: scenes are near when their features are alike, and when they have many of their neighbors in common; this is the weight of the latter. 0: features only.</source>
            <translation>UMAP: las escenas están cerca cuando sus características se parecen y cuando tienen en común muchos de sus vecinos; este es el peso de lo segundo. 0: solo las características.</translation>
        </message>
        <message>
            <source>Mutuality</source>
            <translation>Mutualidad</translation>
        </message>
        <message>
            <source>UMAP: how far two scenes must be each other's neighbors to be drawn together. 0: one of them is enough, as in UMAP itself; more separates clusters.</source>
            <translation>UMAP: en qué medida dos escenas deben ser vecinas la una de la otra para acercarse. 0: basta con que lo sea una, como en el propio UMAP; un valor mayor separa los clústeres.</translation>
        </message>
        <message>
            <source>A file made by Extract features or Folder to features.</source>
            <translation>Un archivo creado con «Extraer características» o «Carpeta a características».</translation>
        </message>
        <message>
            <source>More features</source>
            <translation>Más características</translation>
        </message>
        <message>
            <source>Files of the features of other rasters, of the same model and in the same reference system, separated by semicolons.</source>
            <translation>Archivos de las características de otros rásteres, del mismo modelo y en el mismo sistema de referencia, separados por punto y coma.</translation>
        </message>
        <message>
            <source>One row per scene with its place in the embedding.</source>
            <translation>Una fila por escena con su lugar en el embedding.</translation>
        </message>
        <message>
            <source>Places new scenes in the same embedding; Cluster features takes it over.</source>
            <translation>Sitúa escenas nuevas en el mismo embedding; «Agrupar características en clústeres» lo utiliza.</translation>
        </message>
        <message>
            <source>Features before</source>
            <translation>Características anteriores</translation>
        </message>
        <message>
            <source>Features of the first date.</source>
            <translation>Características de la primera fecha.</translation>
        </message>
        <message>
            <source>Features after</source>
            <translation>Características posteriores</translation>
        </message>
        <message>
            <source>Features of the second date, of the same model and grid: scenes are the same where their middles are nearer than half a scene.</source>
            <translation>Características de la segunda fecha, del mismo modelo y la misma cuadrícula: las escenas son las mismas si sus centros distan menos de media escena.</translation>
        </message>
        <message>
            <source>By how many units that look alike on one date it is told where each should be on the other. More make the comparison steadier, and blind to kinds of ground that have fewer units than that.</source>
            <translation>Con cuántas unidades que se parecen en una fecha se determina dónde debería estar cada una en la otra. Con más, la comparación es más estable, y ciega a los tipos de terreno que tienen menos unidades.</translation>
        </message>
        <message>
            <source>Threshold</source>
            <translation>Umbral</translation>
        </message>
        <message>
            <source>Units with a higher score have changed. 1 is as far from what became of units like it as these are from each other. Empty: the score at which change becomes likelier than not, by a mixture of two groups, where there are two.</source>
            <translation>Las unidades con una puntuación mayor han cambiado. 1 está tan lejos de aquello en que se convirtieron las unidades como ella como estas lo están entre sí. Vacío: la puntuación a partir de la cual el cambio es más probable que su ausencia, según una mezcla de dos grupos, si hay dos.</translation>
        </message>
        <message>
            <source>The scenes of the second date with score, probability of a change, changed, and where there are maps before, after and change as text (A → B).</source>
            <translation>Las escenas de la segunda fecha con score, probability de un cambio, changed y, si hay mapas, before, after y change como texto (A → B).</translation>
        </message>
        <message>
            <source>Scenes that have changed</source>
            <translation>Escenas que han cambiado</translation>
        </message>
        <message>
            <source>How far the two groups are apart</source>
            <translation>Cuánto distan los dos grupos</translation>
        </message>
        <message>
            <source>Folder of class folders</source>
            <translation>Carpeta de carpetas de clases</translation>
        </message>
        <message>
            <source>Holds one folder of images for each class, named after it. Images in folders below belong to the class too; images beside the classes' folders are left out. GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files of any size are taken.</source>
            <translation>Contiene una carpeta de imágenes para cada clase, con el nombre de esta. Las imágenes de subcarpetas también pertenecen a la clase; las imágenes que están junto a las carpetas de clases se omiten. Se toman archivos GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP y VRT de cualquier tamaño.</translation>
        </message>
        <message>
            <source>Episodes</source>
            <translation>Episodios</translation>
        </message>
        <message>
            <source>Few-shot accuracy is the mean over so many draws of known scenes. More make its confidence interval narrower.</source>
            <translation>La exactitud con pocos ejemplos (few-shot) es la media de este número de extracciones de escenas conocidas. Con más, su intervalo de confianza es más estrecho.</translation>
        </message>
        <message>
            <source>Measure each block</source>
            <translation>Medir cada bloque</translation>
        </message>
        <message>
            <source>k-NN and linear probe of the features of each block of the transformer by itself, to choose Blocks by. The images are looked at once, but each probe takes its time. The features are those that Pooling says: as the recipe says, the class token and the mean of the patch tokens.</source>
            <translation>k-NN y sonda lineal de las características de cada bloque del transformer por separado, para elegir «Bloques» según ellos. Las imágenes se miran una sola vez, pero cada sonda lleva su tiempo. Las características son las que indica «Agregación de tokens»: según la receta, el token de clase y la media de los tokens de parche.</translation>
        </message>
        <message>
            <source>Accuracies</source>
            <translation>Exactitudes</translation>
        </message>
        <message>
            <source>One row per measure: measure, value (0 to 1), low and high (95 % confidence interval), classes and scenes that took part. Few-shot needs classes with more scenes than are known; its value is empty where fewer than two have them. A block that is measured by itself has two rows, as in block 6: k-NN.</source>
            <translation>Una fila por medida: measure, value (de 0 a 1), low y high (intervalo de confianza del 95 %), classes y scenes que participaron. Few-shot necesita clases con más escenas de las que se conocen; su valor está vacío si las tienen menos de dos. Un bloque que se mide por separado tiene dos filas, como en block 6: k-NN.</translation>
        </message>
        <message>
            <source>All measures, the accuracy of each class, the confusion matrix, pictures of confused scenes and the settings, in one file.</source>
            <translation>Todas las medidas, la exactitud de cada clase, la matriz de confusión, imágenes de escenas confundidas y la configuración, en un archivo.</translation>
        </message>
        <message>
            <source>k-NN accuracy</source>
            <translation>Exactitud de k-NN</translation>
        </message>
        <message>
            <source>Linear probe accuracy</source>
            <translation>Exactitud de la sonda lineal</translation>
        </message>
        <message>
            <source>Few-shot accuracy, 1 scene per class</source>
            <translation>Exactitud few-shot, 1 escena por clase</translation>
        </message>
        <message>
            <source>Few-shot accuracy, 5 scenes per class</source>
            <translation>Exactitud few-shot, 5 escenas por clase</translation>
        </message>
        <message>
            <source>Few-shot accuracy, 20 scenes per class</source>
            <translation>Exactitud few-shot, 20 escenas por clase</translation>
        </message>
        <message>
            <source>Number of images</source>
            <translation>Número de imágenes</translation>
        </message>
        <message>
            <source>Images left out</source>
            <translation>Imágenes omitidas</translation>
        </message>
        <message>
            <source>Grid</source>
            <translation>Cuadrícula</translation>
        </message>
        <message>
            <source>Any polygon layer, in any coordinate reference system: a scene is the window of pixels around a polygon, and keeps its attributes. It takes the place of scene size, stride, edges, extent and mask. Empty: a regular grid.</source>
            <translation>Cualquier capa de polígonos, en cualquier sistema de referencia de coordenadas: una escena es la ventana de píxeles alrededor de un polígono, y conserva sus atributos. Sustituye al tamaño de escena, el paso, los bordes, la extensión y la máscara. Vacío: una cuadrícula regular.</translation>
        </message>
        <message>
            <source>One row per scene: footprint, valid_fraction and the feature vector.</source>
            <translation>Una fila por escena: huella, valid_fraction y el vector de características.</translation>
        </message>
        <message>
            <source>STAC item</source>
            <translation>Elemento STAC</translation>
        </message>
        <message>
            <source>A STAC item that describes the features by the extension for embeddings: where they are, the model, bands, size and stride of the scenes. Catalogs of embeddings take it. It is written only where it is asked for.</source>
            <translation>Un elemento STAC que describe las características con la extensión para embeddings: dónde están, el modelo, las bandas, el tamaño y el paso de las escenas. Lo admiten los catálogos de embeddings. Solo se escribe si se pide.</translation>
        </message>
        <message>
            <source>Scenes without features</source>
            <translation>Escenas sin características</translation>
        </message>
        <message>
            <source>Labeled polygons</source>
            <translation>Polígonos etiquetados</translation>
        </message>
        <message>
            <source>Scenes of the raster with a class each: a scene is the window of pixels around a polygon. Polygons without a class are left out.</source>
            <translation>Escenas del ráster, cada una con una clase: una escena es la ventana de píxeles alrededor de un polígono. Los polígonos sin clase se omiten.</translation>
        </message>
        <message>
            <source>Field of the classes</source>
            <translation>Campo de las clases</translation>
        </message>
        <message>
            <source>Names or numbers; polygons of the same value are one class.</source>
            <translation>Nombres o números; los polígonos con el mismo valor son una clase.</translation>
        </message>
        <message>
            <source>Bands that make the scenes, in the order red, green, blue for three; on the command line as 4;1;2. Empty: red, green and blue where the file names them, else its first three bands. With other than three the new model takes just as many: its first layer is adapted to them and trained.</source>
            <translation>Bandas que forman las escenas, en el orden rojo, verde, azul si son tres; en la línea de comandos como 4;1;2. Vacío: rojo, verde y azul si el archivo las nombra; si no, sus tres primeras bandas. Si no son tres, el nuevo modelo toma ese mismo número: su primera capa se adapta a ellas y se entrena.</translation>
        </message>
        <message>
            <source>More folders</source>
            <translation>Más carpetas</translation>
        </message>
        <message>
            <source>Further folders of class folders, separated by semicolons. Classes of the same name are one class.</source>
            <translation>Otras carpetas de carpetas de clases, separadas por punto y coma. Las clases con el mismo nombre son una sola clase.</translation>
        </message>
        <message>
            <source>Epochs</source>
            <translation>Épocas</translation>
        </message>
        <message>
            <source>How often the scenes are gone through. Training ends before if nothing improves.</source>
            <translation>Cuántas veces se recorren las escenas. El entrenamiento termina antes si nada mejora.</translation>
        </message>
        <message>
            <source>Loss</source>
            <translation>Pérdida</translation>
        </message>
        <message>
            <source>cross-entropy</source>
            <translation>entropía cruzada</translation>
        </message>
        <message>
            <source>supervised contrastive</source>
            <translation>contrastiva supervisada</translation>
        </message>
        <message>
            <source>cross-entropy learns to name the classes; supervised contrastive pulls scenes of one class together and others apart; both takes the mean of the two.</source>
            <translation>entropía cruzada aprende a nombrar las clases; contrastiva supervisada acerca las escenas de una misma clase y aleja las demás; ambas toma la media de las dos.</translation>
        </message>
        <message>
            <source>Label smoothing</source>
            <translation>Suavizado de etiquetas</translation>
        </message>
        <message>
            <source>Share of the certainty that is taken from a scene's class and spread over all; helps where some labels are wrong.</source>
            <translation>Parte de la certeza que se resta a la clase de una escena y se reparte entre todas; ayuda si algunas etiquetas son erróneas.</translation>
        </message>
        <message>
            <source>Temperature</source>
            <translation>Temperatura</translation>
        </message>
        <message>
            <source>Of the supervised contrastive loss: small values look at the nearest scenes only.</source>
            <translation>De la pérdida contrastiva supervisada: los valores pequeños miran solo las escenas más cercanas.</translation>
        </message>
        <message>
            <source>Training size (pixels)</source>
            <translation>Tamaño de entrenamiento (píxeles)</translation>
        </message>
        <message>
            <source>Pixels to which scenes are resized in training, a multiple of 14 (DINOv3, DOFA: 16). Time grows with its square. The features are made at the input size all the same.</source>
            <translation>Píxeles a los que se redimensionan las escenas en el entrenamiento, un múltiplo de 14 (DINOv3, DOFA: 16). El tiempo crece con su cuadrado. Las características se hacen de todos modos con el tamaño de entrada.</translation>
        </message>
        <message>
            <source>Scenes per step</source>
            <translation>Escenas por paso</translation>
        </message>
        <message>
            <source>Scenes after which the weights are changed; fewer where there are few. The batch size tells how many of them go through the model together.</source>
            <translation>Escenas tras las cuales se modifican los pesos; menos si hay pocas. El tamaño de lote indica cuántas de ellas pasan juntas por el modelo.</translation>
        </message>
        <message>
            <source>Learning rate</source>
            <translation>Tasa de aprendizaje</translation>
        </message>
        <message>
            <source>Highest one, that of the last layer; it rises first and then falls along a cosine.</source>
            <translation>La más alta, la de la última capa; primero sube y luego baja según un coseno.</translation>
        </message>
        <message>
            <source>Layer decay</source>
            <translation>Decaimiento por capas</translation>
        </message>
        <message>
            <source>Each block learns this much slower than the one after it.</source>
            <translation>Cada bloque aprende más despacio que el siguiente en este factor.</translation>
        </message>
        <message>
            <source>Weight decay</source>
            <translation>Decaimiento de los pesos</translation>
        </message>
        <message>
            <source>How strongly weights are drawn to zero (AdamW).</source>
            <translation>Con qué fuerza se atraen los pesos hacia cero (AdamW).</translation>
        </message>
        <message>
            <source>Warm-up</source>
            <translation>Calentamiento</translation>
        </message>
        <message>
            <source>Share of all steps in which the learning rate rises.</source>
            <translation>Parte de todos los pasos en la que sube la tasa de aprendizaje.</translation>
        </message>
        <message>
            <source>Frozen blocks (-1: half)</source>
            <translation>Bloques congelados (-1: la mitad)</translation>
        </message>
        <message>
            <source>First blocks of the transformer that stay as they are; -1: half of them. More is faster, and forgets less.</source>
            <translation>Primeros bloques del transformer que quedan como están; -1: la mitad. Con más, es más rápido y olvida menos.</translation>
        </message>
        <message>
            <source>LoRA rank (0: all weights)</source>
            <translation>Rango de LoRA (0: todos los pesos)</translation>
        </message>
        <message>
            <source>0 trains all weights of the blocks that are not frozen. Another rank trains a small update of each layer instead, which takes less memory and suits few scenes.</source>
            <translation>0 entrena todos los pesos de los bloques que no están congelados. Otro rango entrena en su lugar una pequeña actualización de cada capa, lo que ocupa menos memoria y conviene si hay pocas escenas.</translation>
        </message>
        <message>
            <source>Balance the classes</source>
            <translation>Equilibrar las clases</translation>
        </message>
        <message>
            <source>Each class is drawn equally often, however many scenes it has.</source>
            <translation>Cada clase se extrae con la misma frecuencia, tenga las escenas que tenga.</translation>
        </message>
        <message>
            <source>Validation share</source>
            <translation>Proporción de validación</translation>
        </message>
        <message>
            <source>Share of each class that is not trained on but tells how well it goes.</source>
            <translation>Parte de cada clase que no se usa para entrenar, sino que indica cómo va el entrenamiento.</translation>
        </message>
        <message>
            <source>Patience (epochs)</source>
            <translation>Paciencia (épocas)</translation>
        </message>
        <message>
            <source>Training ends after so many epochs without a better validation, and the best epoch is kept; 0: it goes on to the end, and the last epoch is kept.</source>
            <translation>El entrenamiento termina tras este número de épocas sin una validación mejor, y se conserva la mejor época; 0: sigue hasta el final, y se conserva la última época.</translation>
        </message>
        <message>
            <source>Share of the tuned weights</source>
            <translation>Proporción de los pesos ajustados</translation>
        </message>
        <message>
            <source>The final weights are this share of the tuned and the rest of the starting weights (WiSE-FT). Less keeps more of what the model knew before, and features of other classes stay good; 1 is best for the source's own classes. The accuracy of the validation scenes is that of the tuned weights.</source>
            <translation>Los pesos finales son en esta proporción los ajustados y, en el resto, los iniciales (WiSE-FT). Con menos se conserva más de lo que el modelo ya sabía, y las características de otras clases siguen siendo buenas; 1 es lo mejor para las clases de la propia fuente. La exactitud de las escenas de validación es la de los pesos ajustados.</translation>
        </message>
        <message>
            <source>Feature dimensions</source>
            <translation>Dimensiones de las características</translation>
        </message>
        <message>
            <source>Length of the features, which are whitened by their spread over the scenes trained on, so that no few directions drown the others; 0: features are left as the blocks give them.</source>
            <translation>Longitud de las características, que se blanquean según su dispersión en las escenas de entrenamiento, para que unas pocas direcciones no ahoguen a las demás; 0: las características quedan como las dan los bloques.</translation>
        </message>
        <message>
            <source>Stored as</source>
            <translation>Se guarda como</translation>
        </message>
        <message>
            <source>int8 takes a quarter of the space of fp32 and is the fastest on processors; fp16 takes half of it and is more exact.</source>
            <translation>int8 ocupa la cuarta parte que fp32 y es lo más rápido en procesadores; fp16 ocupa la mitad y es más exacto.</translation>
        </message>
        <message>
            <source>Smallest crop</source>
            <translation>Recorte mínimo</translation>
        </message>
        <message>
            <source>Training looks at crops of at least this share of a scene's area, flipped and turned by quarters.</source>
            <translation>El entrenamiento mira recortes de al menos esta parte de la superficie de una escena, volteados y girados en cuartos de vuelta.</translation>
        </message>
        <message>
            <source>Brightness</source>
            <translation>Brillo</translation>
        </message>
        <message>
            <source>How much it is changed by chance in training: up to so much more or less.</source>
            <translation>Cuánto se cambia al azar en el entrenamiento: hasta tanto más o menos.</translation>
        </message>
        <message>
            <source>Contrast</source>
            <translation>Contraste</translation>
        </message>
        <message>
            <source>Color</source>
            <translation>Color</translation>
        </message>
        <message>
            <source>Band drop</source>
            <translation>Supresión de bandas</translation>
        </message>
        <message>
            <source>How often a band is blanked in training, where there are more than three.</source>
            <translation>Con qué frecuencia se anula una banda en el entrenamiento, si hay más de tres.</translation>
        </message>
        <message>
            <source>Fine-tuned model</source>
            <translation>Modelo ajustado</translation>
        </message>
        <message>
            <source>The fine-tuned model, for the weights file of the other algorithms.</source>
            <translation>El modelo ajustado, para el archivo de pesos de los demás algoritmos.</translation>
        </message>
        <message>
            <source>State dict for other tools</source>
            <translation>Pesos para otras herramientas</translation>
        </message>
        <message>
            <source>PyTorch state dict</source>
            <translation>Diccionario de estado de PyTorch</translation>
        </message>
        <message>
            <source>The weights under DINOv2's own names, without the feature's whitening.</source>
            <translation>Los pesos con los nombres propios de DINOv2, sin el blanqueado de las características.</translation>
        </message>
        <message>
            <source>Learning curves, accuracy of each class, confusion matrix, the worst mistakes and the settings, in one file.</source>
            <translation>Curvas de aprendizaje, exactitud de cada clase, matriz de confusión, los peores errores y la configuración, en un archivo.</translation>
        </message>
        <message>
            <source>Accuracy of the validation scenes</source>
            <translation>Exactitud de las escenas de validación</translation>
        </message>
        <message>
            <source>Epochs trained</source>
            <translation>Épocas entrenadas</translation>
        </message>
        <message>
            <source>Folder of images</source>
            <translation>Carpeta de imágenes</translation>
        </message>
        <message>
            <source>GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files are taken.</source>
            <translation>Se toman archivos GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP y VRT.</translation>
        </message>
        <message>
            <source>CRS of the footprints</source>
            <translation>SRC de las huellas</translation>
        </message>
        <message>
            <source>Empty: that of the first georeferenced image.</source>
            <translation>Vacío: el de la primera imagen georreferenciada.</translation>
        </message>
        <message>
            <source>One row per image: name, footprint, valid_fraction and the feature vector.</source>
            <translation>Una fila por imagen: nombre, huella, valid_fraction y el vector de características.</translation>
        </message>
        <message>
            <source>Images without features</source>
            <translation>Imágenes sin características</translation>
        </message>
        <message>
            <source>Table with embeddings</source>
            <translation>Tabla con embeddings</translation>
        </message>
        <message>
            <source>GeoParquet or GeoPackage (*.parquet *.geoparquet *.gpq *.gpkg)</source>
            <translation>GeoParquet o GeoPackage (*.parquet *.geoparquet *.gpq *.gpkg)</translation>
        </message>
        <message>
            <source>GeoParquet or GeoPackage with a vector on each row: a list of numbers of any type (in a GeoPackage as JSON, or as bytes of float32), or numbered columns (A00, A01, ...). Geometries are polygons or points, as WKB or in GeoArrow's own layout. Other columns become attributes of the scenes.</source>
            <translation>GeoParquet o GeoPackage con un vector en cada fila: una lista de números de cualquier tipo (en un GeoPackage como JSON, o como bytes de float32), o columnas numeradas (A00, A01, ...). Las geometrías son polígonos o puntos, como WKB o en la disposición propia de GeoArrow. Las demás columnas se convierten en atributos de las escenas.</translation>
        </message>
        <message>
            <source>Bands that make the vector; on the command line as 4;1;2. Empty: all but alpha bands.</source>
            <translation>Bandas que forman el vector; en la línea de comandos como 4;1;2. Vacío: todas menos las bandas alfa.</translation>
        </message>
        <message>
            <source>Part of the raster to use, in any coordinate reference system. Empty: all of the raster. Web layers need an extent.</source>
            <translation>Parte del ráster que se usa, en cualquier sistema de referencia de coordenadas. Vacío: todo el ráster. Las capas web necesitan una extensión.</translation>
        </message>
        <message>
            <source>Polygons</source>
            <translation>Polígonos</translation>
        </message>
        <message>
            <source>The pixels in each polygon of this layer are averaged, in any coordinate reference system; it takes the place of cell size, stride, edges, extent and mask, and its attributes are kept. Empty: cells.</source>
            <translation>Se promedian los píxeles de cada polígono de esta capa, en cualquier sistema de referencia de coordenadas; sustituye al tamaño de celda, el paso, los bordes, la extensión y la máscara, y se conservan sus atributos. Vacío: celdas.</translation>
        </message>
        <message>
            <source>Cell size</source>
            <translation>Tamaño de celda</translation>
        </message>
        <message>
            <source>Width and height of the cells over which the pixels' embeddings are averaged, each of which becomes a scene.</source>
            <translation>Anchura y altura de las celdas en las que se promedian los embeddings de los píxeles, cada una de las cuales se convierte en una escena.</translation>
        </message>
        <message>
            <source>Units of size and stride</source>
            <translation>Unidades de tamaño y paso</translation>
        </message>
        <message>
            <source>The name of the model that made the embeddings, with its version. Empty: what the file says. Scenes are compared, and clusters applied, only where this name is the same: give one name to all files of a model, and different ones to different models.</source>
            <translation>El nombre del modelo que hizo los embeddings, con su versión. Vacío: lo que diga el archivo. Solo se comparan escenas, y solo se aplican clústeres, si este nombre es el mismo: dé un mismo nombre a todos los archivos de un modelo, y nombres distintos a modelos distintos.</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>Columna</translation>
        </message>
        <message>
            <source>The column of the vectors, or what the names of numbered columns begin with, as A for A00 to A63. Empty: embedding, embeddings, feature or another usual name, else the only one that holds vectors.</source>
            <translation>La columna de los vectores, o aquello con lo que empiezan los nombres de las columnas numeradas, como A para A00 a A63. Vacío: embedding, embeddings, feature u otro nombre habitual; si no, la única que contiene vectores.</translation>
        </message>
        <message>
            <source>Stored values</source>
            <translation>Valores guardados</translation>
        </message>
        <message>
            <source>as stored</source>
            <translation>como están guardadas</translation>
        </message>
        <message>
            <source>squared</source>
            <translation>al cuadrado</translation>
        </message>
        <message>
            <source>automatic: AlphaEarth's whole numbers (64 bands or columns A00 to A63) are turned back into numbers, scale and offset of a raster are applied, and other values are taken as they are. squared: whole numbers were made as AlphaEarth's are, v of sign(v) (v / 127.5)^2, as those of OlmoEarth too. as stored: the values are taken as they are, which is right for any scale and offset that all share, since vectors are centered and normalized before anything is made of them.</source>
            <translation>automático: los números enteros de AlphaEarth (64 bandas o columnas A00 a A63) se reconvierten en números, se aplican la escala y el desplazamiento de un ráster, y los demás valores se toman como están. al cuadrado: los números enteros se hicieron como los de AlphaEarth, v de sign(v) (v / 127.5)^2, como también los de OlmoEarth. como están guardadas: los valores se toman como están, lo que es correcto para cualquier escala y desplazamiento comunes a todos, porque los vectores se centran y normalizan antes de hacer nada con ellos.</translation>
        </message>
        <message>
            <source>Column of scales</source>
            <translation>Columna de escalas</translation>
        </message>
        <message>
            <source>Where each vector is stored in whole numbers with a scale of its own: the column that it is to be multiplied by. Empty: none.</source>
            <translation>Si cada vector está guardado en números enteros con su propia escala: la columna por la que hay que multiplicarlo. Vacío: ninguna.</translation>
        </message>
        <message>
            <source>Side of scenes at points</source>
            <translation>Lado de las escenas en puntos</translation>
        </message>
        <message>
            <source>Where the table has points: side of the square around each that is its scene, in units of the table's reference system. Empty: the median distance to the nearest other point.</source>
            <translation>Si la tabla tiene puntos: lado del cuadrado alrededor de cada uno que es su escena, en unidades del sistema de referencia de la tabla. Vacío: la mediana de la distancia al otro punto más cercano.</translation>
        </message>
        <message>
            <source>Of rasters: scenes with a smaller share of pixels that have an embedding get no features.</source>
            <translation>De los rásteres: las escenas con una proporción menor de píxeles que tienen embedding no reciben características.</translation>
        </message>
        <message>
            <source>Table of the GeoPackage</source>
            <translation>Tabla del GeoPackage</translation>
        </message>
        <message>
            <source>Of one with several tables. Empty: the only one.</source>
            <translation>Si tiene varias tablas. Vacío: la única.</translation>
        </message>
        <message>
            <source>CRS of the table</source>
            <translation>SRC de la tabla</translation>
        </message>
        <message>
            <source>Where the table does not say in which reference system its geometries are.</source>
            <translation>Si la tabla no dice en qué sistema de referencia están sus geometrías.</translation>
        </message>
        <message>
            <source>One row per scene: footprint, valid_fraction, attributes and the feature vector.</source>
            <translation>Una fila por escena: huella, valid_fraction, atributos y el vector de características.</translation>
        </message>
        <message>
            <source>Length of the vectors</source>
            <translation>Longitud de los vectores</translation>
        </message>
        <message>
            <source>Instead of a raster: each image of the folder, and of the folders in it, is a scene. GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files are taken.</source>
            <translation>En lugar de un ráster: cada imagen de la carpeta, y de las carpetas que contiene, es una escena. Se toman archivos GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP y VRT.</translation>
        </message>
        <message>
            <source>Grid layer</source>
            <translation>Capa de cuadrícula</translation>
        </message>
        <message>
            <source>Polygons to use as scenes of the raster, instead of a regular grid, which the scene size makes where this is empty.</source>
            <translation>Polígonos que se usan como escenas del ráster, en lugar de una cuadrícula regular, que es la que crea el tamaño de escena si esto está vacío.</translation>
        </message>
        <message>
            <source>Scene size</source>
            <translation>Tamaño de escena</translation>
        </message>
        <message>
            <source>Width and height of a scene or cell, which gets one cluster, in whole pixels or in the units chosen. It should be a few times as large as the things that tell the classes apart (houses, fields, waves).</source>
            <translation>Anchura y altura de una escena o celda, que recibe un clúster, en píxeles enteros o en las unidades elegidas. Debería ser varias veces mayor que las cosas que distinguen las clases (casas, campos, olas).</translation>
        </message>
        <message>
            <source>SCAN</source>
            <translation>SCAN</translation>
        </message>
        <message>
            <source>SelfLabel</source>
            <translation>SelfLabel</translation>
        </message>
        <message>
            <source>DeepCluster</source>
            <translation>DeepCluster</translation>
        </message>
        <message>
            <source>DeeperCluster</source>
            <translation>DeeperCluster</translation>
        </message>
        <message>
            <source>UIC</source>
            <translation>UIC</translation>
        </message>
        <message>
            <source>RUC</source>
            <translation>RUC</translation>
        </message>
        <message>
            <source>Contrastive</source>
            <translation>Contrastive</translation>
        </message>
        <message>
            <source>TURTLE</source>
            <translation>TURTLE</translation>
        </message>
        <message>
            <source>SCAN: mined neighbors belong to one cluster, then the model teaches itself what it is sure of. SelfLabel: labels by optimal transport, for clusters of like size. DeepCluster: k-means gives the labels that the features learn. DeeperCluster: the same with k-means in two levels, distributed with Dask, for very many scenes. UIC: the model's own answers on one augmented view are the labels of another. RUC: cleans the labels of SCAN, of the default clustering or of a field by confidence and neighbors, and learns them by two networks that correct each other. Contrastive: two views of a scene are alike and unlike other scenes (SimCLR; with a queue MoCo v2). TURTLE: the labels that a line tells apart in the features of each block; takes no augmented copies, and no last blocks.</source>
            <translation>SCAN: los vecinos minados pertenecen a un mismo clúster, y después el modelo se enseña a sí mismo aquello de lo que está seguro. SelfLabel: etiquetas por transporte óptimo, para clústeres de tamaño similar. DeepCluster: k-means da las etiquetas que las características aprenden. DeeperCluster: lo mismo con k-means en dos niveles, distribuido con Dask, para muchísimas escenas. UIC: las respuestas del propio modelo sobre una vista aumentada son las etiquetas de otra. RUC: limpia las etiquetas de SCAN, del agrupamiento predeterminado o de un campo, según la confianza y los vecinos, y las aprende con dos redes que se corrigen mutuamente. Contrastive: dos vistas de una escena se parecen entre sí y se diferencian de las demás escenas (SimCLR; con una cola, MoCo v2). TURTLE: las etiquetas que una recta distingue en las características de cada bloque; no usa copias aumentadas ni los últimos bloques.</translation>
        </message>
        <message>
            <source>What is learned</source>
            <translation>Qué se aprende</translation>
        </message>
        <message>
            <source>linear map of the features</source>
            <translation>aplicación lineal de las características</translation>
        </message>
        <message>
            <source>last blocks of the model</source>
            <translation>últimos bloques del modelo</translation>
        </message>
        <message>
            <source>A linear map of the features takes minutes and cannot go far wrong. Training the last blocks too goes further, for better or worse, and wants a GPU.</source>
            <translation>Una aplicación lineal de las características lleva minutos y no puede errar mucho. Entrenar además los últimos bloques va más lejos, para bien o para mal, y requiere una GPU.</translation>
        </message>
        <message>
            <source>Number of clusters (0: inferred)</source>
            <translation>Número de clústeres (0: se deduce)</translation>
        </message>
        <message>
            <source>Clusters of the result. 0: as many as the default clustering (UMAP and a Dirichlet process mixture) finds in the features before anything is learned.</source>
            <translation>Clústeres del resultado. 0: tantos como encuentre el agrupamiento predeterminado (UMAP y una mezcla de procesos de Dirichlet) en las características antes de aprender nada.</translation>
        </message>
        <message>
            <source>Epochs (0: as the method needs)</source>
            <translation>Épocas (0: las que necesite el método)</translation>
        </message>
        <message>
            <source>How often the scenes are gone through, in all their copies where a linear map is learned; 0 takes what suits the method.</source>
            <translation>Cuántas veces se recorren las escenas, en todas sus copias si se aprende una aplicación lineal; 0 toma lo que conviene al método.</translation>
        </message>
        <message>
            <source>Augmented copies</source>
            <translation>Copias aumentadas</translation>
        </message>
        <message>
            <source>Linear map: so often the features of each scene are made once more, with the scene turned, flipped and cropped; every other copy is cropped further and changes its colors. Time grows with it.</source>
            <translation>Aplicación lineal: cuántas veces más se hacen las características de cada escena, con la escena girada, volteada y recortada; una de cada dos copias se recorta más y cambia de colores. El tiempo crece con ello.</translation>
        </message>
        <message>
            <source>Length of the adapted features, at most that of the model's own.</source>
            <translation>Longitud de las características adaptadas, como máximo la de las del propio modelo.</translation>
        </message>
        <message>
            <source>Scenes per step (0: as the method needs)</source>
            <translation>Escenas por paso (0: según el método)</translation>
        </message>
        <message>
            <source>Scenes after which the weights are changed; 0 takes 256 for a linear map and 64 for the last blocks.</source>
            <translation>Escenas tras las cuales se modifican los pesos; 0 toma 256 para una aplicación lineal y 64 para los últimos bloques.</translation>
        </message>
        <message>
            <source>Learning rate (0: as the method needs)</source>
            <translation>Tasa de aprendizaje (0: según el método)</translation>
        </message>
        <message>
            <source>Highest one; it rises first and then falls along a cosine. 0 takes what suits the method.</source>
            <translation>La más alta; primero sube y luego baja según un coseno. 0 toma lo que conviene al método.</translation>
        </message>
        <message>
            <source>Temperature (0: as the method needs)</source>
            <translation>Temperatura (0: según el método)</translation>
        </message>
        <message>
            <source>The classifier's cosines are divided by it; small values make it surer. 0 takes what suits the method.</source>
            <translation>Los cosenos del clasificador se dividen por ella; los valores pequeños lo hacen más seguro. 0 toma lo que conviene al método.</translation>
        </message>
        <message>
            <source>Reassign after epochs (0: as the method needs)</source>
            <translation>Épocas entre reasignaciones (0: automático)</translation>
        </message>
        <message>
            <source>After so many epochs scenes are labeled anew by SelfLabel, DeepCluster, DeeperCluster and UIC; 0 takes what suits the method.</source>
            <translation>Tras este número de épocas, SelfLabel, DeepCluster, DeeperCluster y UIC vuelven a etiquetar las escenas; 0 toma lo que conviene al método.</translation>
        </message>
        <message>
            <source>Last blocks: pixels to which scenes are resized in training, a multiple of 14 (DINOv3, DOFA: 16).</source>
            <translation>Últimos bloques: píxeles a los que se redimensionan las escenas en el entrenamiento, un múltiplo de 14 (DINOv3, DOFA: 16).</translation>
        </message>
        <message>
            <source>Last blocks: first blocks of the transformer that stay as they are; -1: half of them.</source>
            <translation>Últimos bloques: primeros bloques del transformer que quedan como están; -1: la mitad.</translation>
        </message>
        <message>
            <source>Overclustering (0: as the method needs)</source>
            <translation>Sobreagrupamiento (0: según el método)</translation>
        </message>
        <message>
            <source>DeepCluster and DeeperCluster: so many times more pseudo-labels than clusters are learned; k-means of the adapted features then makes the clusters. 0 takes what suits the method.</source>
            <translation>DeepCluster y DeeperCluster: se aprenden tantas veces más pseudoetiquetas que clústeres; después, k-means de las características adaptadas forma los clústeres. 0 toma lo que conviene al método.</translation>
        </message>
        <message>
            <source>DeeperCluster: address of a Dask scheduler, as in tcp://host:8786, whose workers can import this plugin and see its folder in the home directory under the same path. Empty: threads of this computer.</source>
            <translation>DeeperCluster: dirección de un planificador de Dask, como en tcp://host:8786, cuyos procesos de trabajo pueden importar este complemento y ven su carpeta en el directorio personal con la misma ruta. Vacío: hilos de este ordenador.</translation>
        </message>
        <message>
            <source>Sizes of clusters</source>
            <translation>Tamaños de los clústeres</translation>
        </message>
        <message>
            <source>estimated</source>
            <translation>estimada</translation>
        </message>
        <message>
            <source>SelfLabel: clusters of equal size; or sizes that are estimated from the model's answers, half way to equal ones.</source>
            <translation>SelfLabel: clústeres de igual tamaño; o tamaños que se estiman a partir de las respuestas del modelo, a medio camino de los iguales.</translation>
        </message>
        <message>
            <source>Sharpness of the transport</source>
            <translation>Nitidez del transporte</translation>
        </message>
        <message>
            <source>SelfLabel: the larger it is, the nearer the labels are to the best ones under the constraint on sizes; small values smooth them.</source>
            <translation>SelfLabel: cuanto mayor es, más cerca están las etiquetas de las mejores bajo la restricción de tamaños; los valores pequeños las suavizan.</translation>
        </message>
        <message>
            <source>Mined neighbors</source>
            <translation>Vecinos minados</translation>
        </message>
        <message>
            <source>SCAN: so many nearest scenes are taken to belong to the cluster of a scene. RUC: so many vote on its label.</source>
            <translation>SCAN: se supone que este número de escenas más cercanas pertenece al clúster de una escena. RUC: este número de ellas vota su etiqueta.</translation>
        </message>
        <message>
            <source>Weight of the entropy</source>
            <translation>Peso de la entropía</translation>
        </message>
        <message>
            <source>SCAN: how strongly clusters are kept from being unlike in size.</source>
            <translation>SCAN: con qué fuerza se evita que los clústeres sean de tamaños desiguales.</translation>
        </message>
        <message>
            <source>Confidence</source>
            <translation>Confianza</translation>
        </message>
        <message>
            <source>SCAN: in the last third of the epochs, scenes teach themselves whose cluster is more probable than this. RUC: labels that are more probable are credible.</source>
            <translation>SCAN: en el último tercio de las épocas se enseñan a sí mismas las escenas cuyo clúster es más probable que esto. RUC: las etiquetas que son más probables son fiables.</translation>
        </message>
        <message>
            <source>Labels to clean</source>
            <translation>Etiquetas que limpiar</translation>
        </message>
        <message>
            <source>default clustering</source>
            <translation>agrupamiento predeterminado</translation>
        </message>
        <message>
            <source>field</source>
            <translation>campo</translation>
        </message>
        <message>
            <source>RUC: those of SCAN, which is learned first; of the default clustering (UMAP and a Dirichlet process mixture), with its number of clusters; or of a field.</source>
            <translation>RUC: las de SCAN, que se aprende primero; las del agrupamiento predeterminado (UMAP y una mezcla de procesos de Dirichlet), con su número de clústeres; o las de un campo.</translation>
        </message>
        <message>
            <source>Field of clusters</source>
            <translation>Campo de clústeres</translation>
        </message>
        <message>
            <source>RUC: field of the grid layer whose values are the clusters to clean, such as cluster or edited_cluster; scenes where it is empty or 0 have none.</source>
            <translation>RUC: campo de la capa de cuadrícula cuyos valores son los clústeres que se limpian, como cluster o edited_cluster; las escenas en las que está vacío o es 0 no tienen ninguno.</translation>
        </message>
        <message>
            <source>Credible labels</source>
            <translation>Etiquetas fiables</translation>
        </message>
        <message>
            <source>hybrid</source>
            <translation>híbrido</translation>
        </message>
        <message>
            <source>confidence</source>
            <translation>confianza</translation>
        </message>
        <message>
            <source>neighbors</source>
            <translation>vecinos</translation>
        </message>
        <message>
            <source>RUC: those more probable than the confidence, those that most mined neighbors have, or hybrid: those that are both. A field has no probabilities, and those of the default clustering are low: for these hybrid goes by neighbors alone.</source>
            <translation>RUC: las que son más probables que la confianza, las que tiene la mayoría de los vecinos minados, o híbrido: las que cumplen ambas cosas. Un campo no tiene probabilidades, y las del agrupamiento predeterminado son bajas: para estos, híbrido se guía solo por los vecinos.</translation>
        </message>
        <message>
            <source>Keys in the queue</source>
            <translation>Claves de la cola</translation>
        </message>
        <message>
            <source>Contrastive: 0 compares a scene with the others of its step (SimCLR). Other numbers compare it with as many of earlier steps, made by a momentum encoder (MoCo v2), which suits small steps.</source>
            <translation>Contrastive: 0 compara una escena con las demás de su paso (SimCLR). Otros números la comparan con otras tantas de pasos anteriores, hechas por un codificador de momento (MoCo v2), lo que conviene a los pasos pequeños.</translation>
        </message>
        <message>
            <source>Refined model</source>
            <translation>Modelo refinado</translation>
        </message>
        <message>
            <source>The adapted model, for the weights file of the other algorithms.</source>
            <translation>El modelo adaptado, para el archivo de pesos de los demás algoritmos.</translation>
        </message>
        <message>
            <source>Loss of the last epoch</source>
            <translation>Pérdida de la última época</translation>
        </message>
        <message>
            <source>Labels</source>
            <translation>Etiquetas</translation>
        </message>
        <message>
            <source>Points, polygons or a table without geometry, in any coordinate reference system, with a field of classes. A point labels the scene it lies in, a polygon those whose center or half it covers, and a row without a place the scene whose number is in its field scene_id.</source>
            <translation>Puntos, polígonos o una tabla sin geometría, en cualquier sistema de referencia de coordenadas, con un campo de clases. Un punto etiqueta la escena en la que está; un polígono, aquellas cuyo centro o mitad cubre, y una fila sin lugar, la escena cuyo número está en su campo scene_id.</translation>
        </message>
        <message>
            <source>Field of the class</source>
            <translation>Campo de la clase</translation>
        </message>
        <message>
            <source>Codes or names of classes. Rows without one are left out.</source>
            <translation>Códigos o nombres de clases. Las filas sin ellos se omiten.</translation>
        </message>
        <message>
            <source>Field of what it is not</source>
            <translation>Campo de lo que no es</translation>
        </message>
        <message>
            <source>A class that the scene is not: 'not water' is often known sooner than what it is. A scene that is none of the classes is taken for none of them, and so are those like it.</source>
            <translation>Una clase que la escena no es: «no es agua» suele saberse antes que lo que es. Una escena que no es de ninguna de las clases no se toma por ninguna, y tampoco las que se le parecen.</translation>
        </message>
        <message>
            <source>Field of the time</source>
            <translation>Campo de tiempo</translation>
        </message>
        <message>
            <source>Of several labels of a scene the latest counts, by a date, a number or a text as 2026-05-31. Empty: by the order of the rows.</source>
            <translation>De varias etiquetas de una escena cuenta la más reciente, según una fecha, un número o un texto como 2026-05-31. Vacío: según el orden de las filas.</translation>
        </message>
        <message>
            <source>A layer in a GeoPackage that has noted its features and its schema; any layer of scenes made here will do. Empty: give the features.</source>
            <translation>Una capa en un GeoPackage que tenga anotados sus características y su esquema; sirve cualquier capa de escenas hecha aquí. Vacío: indique las características.</translation>
        </message>
        <message>
            <source>The features of the scenes, made by Extract features or Cluster a raster. Empty: those that the layer has noted.</source>
            <translation>Las características de las escenas, hechas con «Extraer características» o «Agrupar un ráster». Vacío: las que tiene anotadas la capa.</translation>
        </message>
        <message>
            <source>Label model</source>
            <translation>Modelo de etiquetas</translation>
        </message>
        <message>
            <source>A model that Classify scenes has saved, in place of labels: nothing is learned, and its classes are found in the features of another raster.</source>
            <translation>Un modelo que guardó «Clasificar escenas», en lugar de etiquetas: no se aprende nada, y sus clases se buscan en las características de otro ráster.</translation>
        </message>
        <message>
            <source>Logistic regression</source>
            <translation>Regresión logística</translation>
        </message>
        <message>
            <source>Linear discriminant</source>
            <translation>Discriminante lineal</translation>
        </message>
        <message>
            <source>Prototypes</source>
            <translation>Prototipos</translation>
        </message>
        <message>
            <source>Logistic regression: regularized, and the best on labeled scenes. Linear discriminant: classes with one common shape, which takes two labels of each. Prototypes: the mean of a class's labeled scenes stands for it.</source>
            <translation>Regresión logística: regularizada, y la mejor en escenas etiquetadas. Discriminante lineal: clases con una forma común, para lo que hacen falta dos etiquetas de cada una. Prototipos: la media de las escenas etiquetadas de una clase la representa.</translation>
        </message>
        <message>
            <source>Inverse regularization</source>
            <translation>Regularización inversa</translation>
        </message>
        <message>
            <source>Logistic regression: small values trust the labels less.</source>
            <translation>Regresión logística: los valores pequeños confían menos en las etiquetas.</translation>
        </message>
        <message>
            <source>Diffusion</source>
            <translation>Difusión</translation>
        </message>
        <message>
            <source>How much of a scene's features comes from the scenes that are most like it, before anything is learned: with few labels, the groups that all scenes form say more than these do. Left out by itself where labels that are kept aside are told apart better without. 0: features stay as they are.</source>
            <translation>Qué parte de las características de una escena procede de las escenas que más se le parecen, antes de aprender nada: con pocas etiquetas, los grupos que forman todas las escenas dicen más que ellas. Se omite por sí sola si las etiquetas que se apartan se distinguen mejor sin ella. 0: las características quedan como están.</translation>
        </message>
        <message>
            <source>Diffusion: the most similar scenes that a scene takes over from.</source>
            <translation>Difusión: número de escenas más similares de las que toma una escena.</translation>
        </message>
        <message>
            <source>Doubtful from</source>
            <translation>Dudosa a partir de</translation>
        </message>
        <message>
            <source>A scene is ambiguous where its second class is so many times as likely as the first, or more.</source>
            <translation>Una escena es ambigua si su segunda clase es tantas veces igual de probable que la primera, o más.</translation>
        </message>
        <message>
            <source>A scene whose features are less similar than that to those of every labeled scene gets no class: it is none of these. From -1 to 1; the field similarity shows what it is. Empty: every scene gets a class.</source>
            <translation>Una escena cuyas características son menos similares que esto a las de todas las escenas etiquetadas no recibe clase: no es ninguna de ellas. De -1 a 1; el campo similarity muestra cuánto es. Vacío: todas las escenas reciben una clase.</translation>
        </message>
        <message>
            <source>Folds</source>
            <translation>Particiones</translation>
        </message>
        <message>
            <source>Parts of the labels, each made of whole blocks of the map, of which one at a time is kept aside to see how right and how sure the others are there.</source>
            <translation>Partes de las etiquetas, cada una formada por bloques enteros del mapa, de las que se aparta una cada vez para ver cuánto aciertan y cuán seguras están allí las demás.</translation>
        </message>
        <message>
            <source>Probabilities of all classes</source>
            <translation>Probabilidades de todas las clases</translation>
        </message>
        <message>
            <source>Adds fields member_1, member_2 and so on with the probability of each class.</source>
            <translation>Añade campos member_1, member_2, etc. con la probabilidad de cada clase.</translation>
        </message>
        <message>
            <source>Classified scenes</source>
            <translation>Escenas clasificadas</translation>
        </message>
        <message>
            <source>The scenes with class_code, class_name, probability, second_class, second_probability, ambiguous, and similarity to the most similar labeled scene. label and not_label are what the scene was labeled, held_out the class that the other labels give it.</source>
            <translation>Las escenas con class_code, class_name, probability, second_class, second_probability, ambiguous y similarity con la escena etiquetada más similar. label y not_label son lo que se etiquetó en la escena; held_out, la clase que le dan las demás etiquetas.</translation>
        </message>
        <message>
            <source>Label model to save</source>
            <translation>Modelo de etiquetas que guardar</translation>
        </message>
        <message>
            <source>Label models</source>
            <translation>Modelos de etiquetas</translation>
        </message>
        <message>
            <source>The model, for the features of another raster.</source>
            <translation>El modelo, para las características de otro ráster.</translation>
        </message>
        <message>
            <source>Labeled scenes</source>
            <translation>Escenas etiquetadas</translation>
        </message>
        <message>
            <source>Ambiguous scenes</source>
            <translation>Escenas ambiguas</translation>
        </message>
        <message>
            <source>Labeled scenes that were kept aside</source>
            <translation>Escenas etiquetadas que se apartaron</translation>
        </message>
        <message>
            <source>Accuracy, cross-validated</source>
            <translation>Exactitud, con validación cruzada</translation>
        </message>
        <message>
            <source>Expected calibration error, cross-validated</source>
            <translation>Error de calibración esperado, con validación cruzada</translation>
        </message>
        <message>
            <source>Pairs</source>
            <translation>Pares</translation>
        </message>
        <message>
            <source>A table of pairs of scenes by their numbers (scene_id), with what is known of each: 'must' share a cluster, or 'cannot'.</source>
            <translation>Una tabla de pares de escenas por sus números (scene_id), con lo que se sabe de cada uno: 'must' (deben compartir clúster) o 'cannot' (no pueden).</translation>
        </message>
        <message>
            <source>Field of the first scene</source>
            <translation>Campo de la primera escena</translation>
        </message>
        <message>
            <source>Empty: the field scene_1.</source>
            <translation>Vacío: el campo scene_1.</translation>
        </message>
        <message>
            <source>Field of the second scene</source>
            <translation>Campo de la segunda escena</translation>
        </message>
        <message>
            <source>Empty: the field scene_2.</source>
            <translation>Vacío: el campo scene_2.</translation>
        </message>
        <message>
            <source>Field of what is known</source>
            <translation>Campo de lo que se sabe</translation>
        </message>
        <message>
            <source>Texts that begin with must or cannot, or the numbers 1 and -1. Empty: pair.</source>
            <translation>Textos que empiezan por must o cannot, o los números 1 y -1. Vacío: pair.</translation>
        </message>
        <message>
            <source>Scenes that lie among others that they must be apart from</source>
            <translation>Escenas que están entre otras de las que deben separarse</translation>
        </message>
        <message>
            <source>Wanted accuracy</source>
            <translation>Exactitud deseada</translation>
        </message>
        <message>
            <source>The accuracy that the map is to have.</source>
            <translation>La exactitud que debe tener el mapa.</translation>
        </message>
        <message>
            <source>Repeats</source>
            <translation>Repeticiones</translation>
        </message>
        <message>
            <source>How often labels are drawn for each point of the curve.</source>
            <translation>Cuántas veces se extraen etiquetas para cada punto de la curva.</translation>
        </message>
        <message>
            <source>Points</source>
            <translation>Puntos</translation>
        </message>
        <message>
            <source>Numbers of labels that are tried.</source>
            <translation>Cuántos números de etiquetas distintos se prueban.</translation>
        </message>
        <message>
            <source>Learning curve</source>
            <translation>Curva de aprendizaje</translation>
        </message>
        <message>
            <source>A row for each number of labels, of all scenes (without a class) and of those of each class: accuracy, 95 % interval, and the fitted law.</source>
            <translation>Una fila por cada número de etiquetas, de todas las escenas (sin clase) y de las de cada clase: exactitud, intervalo del 95 % y la ley ajustada.</translation>
        </message>
        <message>
            <source>The curves, the classes and what they say.</source>
            <translation>Las curvas, las clases y lo que dicen.</translation>
        </message>
        <message>
            <source>Accuracy with all labels</source>
            <translation>Exactitud con todas las etiquetas</translation>
        </message>
        <message>
            <source>Accuracy, lower end</source>
            <translation>Exactitud, extremo inferior</translation>
        </message>
        <message>
            <source>Accuracy, upper end</source>
            <translation>Exactitud, extremo superior</translation>
        </message>
        <message>
            <source>Accuracy with endless labels</source>
            <translation>Exactitud con infinitas etiquetas</translation>
        </message>
        <message>
            <source>What twice as many labels bring</source>
            <translation>Lo que aporta el doble de etiquetas</translation>
        </message>
        <message>
            <source>Labels for the wanted accuracy</source>
            <translation>Etiquetas para la exactitud deseada</translation>
        </message>
        <message>
            <source>Scenes to label</source>
            <translation>Escenas que etiquetar</translation>
        </message>
        <message>
            <source>As many scenes are suggested, the most useful first.</source>
            <translation>Se sugieren tantas escenas como se indique, primero las más útiles.</translation>
        </message>
        <message>
            <source>Most of a class</source>
            <translation>Máximo por clase</translation>
        </message>
        <message>
            <source>No more scenes are suggested that are taken for the same class, once there are labels of two. Empty: as many as are useful.</source>
            <translation>No se sugieren más escenas que se tomen por una misma clase, una vez que hay etiquetas de dos. Vacío: tantas como sean útiles.</translation>
        </message>
        <message>
            <source>Least distance (map units)</source>
            <translation>Distancia mínima (unidades de mapa)</translation>
        </message>
        <message>
            <source>Suggested and labeled scenes are that far apart on the map at least, in the units of its reference system, so that the labels do not all lie in one corner.</source>
            <translation>Las escenas sugeridas y las etiquetadas distan en el mapa al menos esto, en las unidades de su sistema de referencia, para que las etiquetas no estén todas en una esquina.</translation>
        </message>
        <message>
            <source>The scenes by rank, with reason, and class_code, class_name, not_class, labeled_by and labeled_at to be filled in.</source>
            <translation>Las escenas por orden, con reason, y class_code, class_name, not_class, labeled_by y labeled_at para rellenar.</translation>
        </message>
        <message>
            <source>Scenes suggested</source>
            <translation>Escenas sugeridas</translation>
        </message>
        <message>
            <source>Bands that are looked at; on the command line as 4;1;2. Empty: all but alpha bands.</source>
            <translation>Bandas que se miran; en la línea de comandos como 4;1;2. Vacío: todas menos las bandas alfa.</translation>
        </message>
        <message>
            <source>Training areas, in any coordinate reference system: the valid pixels whose centers they cover. Each class needs more pixels than there are bands. Where polygons overlap, the later one counts.</source>
            <translation>Áreas de entrenamiento, en cualquier sistema de referencia de coordenadas: los píxeles válidos cuyos centros cubren. Cada clase necesita más píxeles que bandas hay. Donde los polígonos se solapan, cuenta el posterior.</translation>
        </message>
        <message>
            <source>Field with the classes, text or codes. Whole numbers from 1 to 255 become the values in the map; otherwise classes are numbered in the order of their names. Polygons without a class are left out.</source>
            <translation>Campo con las clases, texto o códigos. Los números enteros de 1 a 255 pasan a ser los valores del mapa; si no, las clases se numeran en el orden de sus nombres. Los polígonos sin clase se omiten.</translation>
        </message>
        <message>
            <source>Signatures</source>
            <translation>Firmas</translation>
        </message>
        <message>
            <source>In place of polygons: signatures of Pixel clusters or of this algorithm.</source>
            <translation>En lugar de polígonos: firmas de «Clústeres de píxeles» o de este algoritmo.</translation>
        </message>
        <message>
            <source>Weigh classes by pixels</source>
            <translation>Ponderar las clases por píxeles</translation>
        </message>
        <message>
            <source>Larger classes are more likely, by the pixels of their signatures: for signatures of Pixel clusters. Otherwise all classes are equally likely.</source>
            <translation>Las clases mayores son más probables, según los píxeles de sus firmas: para firmas de «Clústeres de píxeles». Si no, todas las clases son igual de probables.</translation>
        </message>
        <message>
            <source>Reject (%)</source>
            <translation>Rechazar (%)</translation>
        </message>
        <message>
            <source>Pixels are rejected that lie as far from the mean of their class as only this percentage of the class's own pixels would (chi-square distribution of the Mahalanobis distance). 0: none are.</source>
            <translation>Se rechazan los píxeles tan alejados de la media de su clase como solo lo estaría este porcentaje de los píxeles de la propia clase (distribución ji-cuadrado de la distancia de Mahalanobis). 0: ninguno.</translation>
        </message>
        <message>
            <source>Rejected pixels become</source>
            <translation>Los píxeles rechazados se convierten en</translation>
        </message>
        <message>
            <source>no data</source>
            <translation>sin datos</translation>
        </message>
        <message>
            <source>class of its own</source>
            <translation>clase propia</translation>
        </message>
        <message>
            <source>No data, which is 0 in the map, or a class of its own, whose value is one more than the largest class.</source>
            <translation>Sin datos, que es 0 en el mapa, o una clase propia, cuyo valor es el de la clase mayor más uno.</translation>
        </message>
        <message>
            <source>GeoTIFF with the class of each pixel, 0 where there is no data, with colors and names; 8 bits up to class 255, else 16.</source>
            <translation>GeoTIFF con la clase de cada píxel, 0 donde no hay datos, con colores y nombres; 8 bits hasta la clase 255, si no 16.</translation>
        </message>
        <message>
            <source>Probability</source>
            <translation>Probabilidad</translation>
        </message>
        <message>
            <source>GeoTIFF with the posterior probability of the class in percent; 255 where there is no data and where pixels are rejected. Not made where it is not asked for.</source>
            <translation>GeoTIFF con la probabilidad a posteriori de la clase en porcentaje; 255 donde no hay datos y donde se rechazan píxeles. No se crea si no se pide.</translation>
        </message>
        <message>
            <source>Signatures used</source>
            <translation>Firmas usadas</translation>
        </message>
        <message>
            <source>Pixels, mean and covariance of each class, for other rasters.</source>
            <translation>Píxeles, media y covarianza de cada clase, para otros rásteres.</translation>
        </message>
        <message>
            <source>Number of valid pixels</source>
            <translation>Número de píxeles válidos</translation>
        </message>
        <message>
            <source>Number of rejected pixels</source>
            <translation>Número de píxeles rechazados</translation>
        </message>
        <message>
            <source>fuzzy k-means</source>
            <translation>k-means difuso</translation>
        </message>
        <message>
            <source>migrating means</source>
            <translation>medias migrantes</translation>
        </message>
        <message>
            <source>ISODATA splits wide clusters and merges near ones, and comes to its own number; k-means makes as many as asked for; fuzzy k-means weighs each pixel by its membership in all clusters; migrating means starts along the diagonal of the bands and goes through all pixels until few of them change.</source>
            <translation>ISODATA divide los clústeres anchos y fusiona los cercanos, y llega a su propio número; k-means hace tantos como se pidan; k-means difuso pondera cada píxel por su pertenencia a todos los clústeres; medias migrantes empieza a lo largo de la diagonal de las bandas y recorre todos los píxeles hasta que pocos de ellos cambian.</translation>
        </message>
        <message>
            <source>Number of classes. ISODATA takes it as the desired number and makes between half and twice as many.</source>
            <translation>Número de clases. ISODATA lo toma como el número deseado y hace entre la mitad y el doble.</translation>
        </message>
        <message>
            <source>Standardize the bands</source>
            <translation>Estandarizar las bandas</translation>
        </message>
        <message>
            <source>Divide each band by its standard deviation, so that all bands count alike. Otherwise a band of large numbers counts most.</source>
            <translation>Divide cada banda por su desviación estándar, para que todas las bandas cuenten igual. Si no, la que más cuenta es una banda de números grandes.</translation>
        </message>
        <message>
            <source>Sample (pixels)</source>
            <translation>Muestra (píxeles)</translation>
        </message>
        <message>
            <source>Valid pixels, drawn at random over the whole raster, that the clusters are found on. Migrating means uses all pixels, and the sample only to start.</source>
            <translation>Píxeles válidos, extraídos al azar de todo el ráster, con los que se encuentran los clústeres. El método «medias migrantes» usa todos los píxeles, y la muestra solo para empezar.</translation>
        </message>
        <message>
            <source>Of ISODATA, fuzzy k-means and migrating means, which reads the whole raster in each. They end before when nothing changes any more.</source>
            <translation>En ISODATA, k-means difuso y «medias migrantes», que lee el ráster completo en cada una. Terminan antes cuando ya nada cambia.</translation>
        </message>
        <message>
            <source>Smallest cluster (% of pixels)</source>
            <translation>Clúster mínimo (% de los píxeles)</translation>
        </message>
        <message>
            <source>ISODATA: a cluster with less than this percentage of the pixels is given up.</source>
            <translation>ISODATA: se abandona un clúster con menos de este porcentaje de los píxeles.</translation>
        </message>
        <message>
            <source>Largest deviation</source>
            <translation>Desviación máxima</translation>
        </message>
        <message>
            <source>ISODATA: a cluster is split when its standard deviation along a band is larger. In standard deviations of the band where the bands are standardized, else in units of the raster. Empty: half more than as many clusters of migrating means have.</source>
            <translation>ISODATA: un clúster se divide cuando su desviación estándar a lo largo de una banda es mayor. En desviaciones estándar de la banda si las bandas están estandarizadas; si no, en unidades del ráster. Vacío: la mitad más de la que tiene el mismo número de clústeres de «medias migrantes».</translation>
        </message>
        <message>
            <source>Smallest distance</source>
            <translation>Distancia mínima</translation>
        </message>
        <message>
            <source>ISODATA: clusters whose means are nearer are merged, in the same units. Empty: half the distance that neighbors among as many clusters of migrating means have.</source>
            <translation>ISODATA: se fusionan los clústeres cuyas medias están más cerca, en las mismas unidades. Vacío: la mitad de la distancia que tienen los vecinos entre el mismo número de clústeres de «medias migrantes».</translation>
        </message>
        <message>
            <source>Pairs merged</source>
            <translation>Pares fusionados</translation>
        </message>
        <message>
            <source>Share that changes (%)</source>
            <translation>Proporción que cambia (%)</translation>
        </message>
        <message>
            <source>Migrating means: it ends when not more than this percentage of the pixels changes its class in an iteration.</source>
            <translation>medias migrantes: termina cuando no cambia de clase más de este porcentaje de los píxeles en una iteración.</translation>
        </message>
        <message>
            <source>Fuzzy k-means: exponent of the memberships. Near 1 it is as k-means; large values let clusters flow together.</source>
            <translation>k-means difuso: exponente de las pertenencias. Cerca de 1 es como k-means; los valores grandes hacen que los clústeres se confundan.</translation>
        </message>
        <message>
            <source>Pixels, mean and covariance of each class, with the bands and how the classes were made.</source>
            <translation>Píxeles, media y covarianza de cada clase, con las bandas y cómo se hicieron las clases.</translation>
        </message>
        <message>
            <source>GeoTIFF with a band for each class: its fuzzy membership in percent, 255 where there is no data. Possible for each method. Not made where it is not asked for.</source>
            <translation>GeoTIFF con una banda por clase: su pertenencia difusa en porcentaje, 255 donde no hay datos. Posible con todos los métodos. No se crea si no se pide.</translation>
        </message>
        <message>
            <source>Scenes with a smaller share of valid pixels are left out; 0 keeps all. Nodata, NaN, alpha and mask bands, and what is outside the raster, are not valid.</source>
            <translation>Las escenas con una proporción menor de píxeles válidos se omiten; 0 las conserva todas. Sin datos, NaN, las bandas alfa y de máscara, y lo que está fuera del ráster no son válidos.</translation>
        </message>
        <message>
            <source>Scenes</source>
            <translation>Escenas</translation>
        </message>
        <message>
            <source>Polygons with scene_id, row, col and valid_fraction.</source>
            <translation>Polígonos con scene_id, row, col y valid_fraction.</translation>
        </message>
        <message>
            <source>Scenes left out</source>
            <translation>Escenas omitidas</translation>
        </message>
        <message>
            <source>SLIC</source>
            <translation>SLIC</translation>
        </message>
        <message>
            <source>Felzenszwalb</source>
            <translation>Felzenszwalb</translation>
        </message>
        <message>
            <source>SLIC makes compact segments of about one size; Felzenszwalb large ones where the image is even and small ones where it is not.</source>
            <translation>SLIC crea segmentos compactos de más o menos un mismo tamaño; Felzenszwalb, grandes donde la imagen es uniforme y pequeños donde no lo es.</translation>
        </message>
        <message>
            <source>Pixels of a segment (SLIC)</source>
            <translation>Píxeles de un segmento (SLIC)</translation>
        </message>
        <message>
            <source>SLIC: about as many pixels make a segment. For features of scenes, a few thousand.</source>
            <translation>SLIC: aproximadamente este número de píxeles forma un segmento. Para características de escenas, unos miles.</translation>
        </message>
        <message>
            <source>Compactness</source>
            <translation>Compacidad</translation>
        </message>
        <message>
            <source>SLIC: how much nearness counts against likeness, with bands scaled to 0..1. Large values give squares, small ones ragged outlines.</source>
            <translation>SLIC: cuánto cuenta la cercanía frente al parecido, con las bandas escaladas a 0..1. Los valores grandes dan cuadrados; los pequeños, contornos irregulares.</translation>
        </message>
        <message>
            <source>Scale (Felzenszwalb)</source>
            <translation>Escala (Felzenszwalb)</translation>
        </message>
        <message>
            <source>Felzenszwalb: large values give large segments.</source>
            <translation>Felzenszwalb: los valores grandes dan segmentos grandes.</translation>
        </message>
        <message>
            <source>Smoothing</source>
            <translation>Suavizado</translation>
        </message>
        <message>
            <source>Standard deviation, in pixels, of the Gaussian that smooths the image first; 0: none.</source>
            <translation>Desviación estándar, en píxeles, de la gaussiana que suaviza primero la imagen; 0: ninguno.</translation>
        </message>
        <message>
            <source>Smallest segment (pixels)</source>
            <translation>Segmento mínimo (píxeles)</translation>
        </message>
        <message>
            <source>Segments of fewer pixels are joined to the neighbor that is most like them. Only what has no neighbor, such as an island in nodata, stays smaller. Empty: a quarter of the pixels of a segment for SLIC, 50 for Felzenszwalb.</source>
            <translation>Los segmentos de menos píxeles se unen al vecino que más se les parece. Solo queda más pequeño lo que no tiene vecino, como una isla entre zonas sin datos. Vacío: la cuarta parte de los píxeles de un segmento con SLIC, 50 con Felzenszwalb.</translation>
        </message>
        <message>
            <source>Segments</source>
            <translation>Segmentos</translation>
        </message>
        <message>
            <source>Polygons with scene_id, pixels, valid_fraction (of the window around the polygon, which is what Extract features looks at) and area in square meters on the ellipsoid (in the plane of a system that has none).</source>
            <translation>Polígonos con scene_id, pixels, valid_fraction (de la ventana alrededor del polígono, que es lo que mira «Extraer características») y area en metros cuadrados sobre el elipsoide (en el plano de un sistema que no tiene ninguno).</translation>
        </message>
        <message>
            <source>Number of segments</source>
            <translation>Número de segmentos</translation>
        </message>
        <message>
            <source>Polygons in any coordinate reference system; only cells with area inside them count.</source>
            <translation>Polígonos en cualquier sistema de referencia de coordenadas; solo cuentan las celdas con superficie dentro de ellos.</translation>
        </message>
        <message>
            <source>Scales</source>
            <translation>Escalas</translation>
        </message>
        <message>
            <source>Without geometry, a row for each size: size and context in pixels, and size_map and context_map in units of the raster's coordinate reference system; cells; seconds that their features take on this computer; between, apart, stability and score, which the report explains; proposed (yes or no).</source>
            <translation>Sin geometría, una fila por tamaño: size y context en píxeles, y size_map y context_map en unidades del sistema de referencia de coordenadas del ráster; cells; seconds que tardan sus características en este ordenador; between, apart, stability y score, que el informe explica; proposed (sí o no).</translation>
        </message>
        <message>
            <source>The table, and the same place at each size, in one file.</source>
            <translation>La tabla, y el mismo lugar con cada tamaño, en un archivo.</translation>
        </message>
        <message>
            <source>Proposed size in pixels</source>
            <translation>Tamaño propuesto en píxeles</translation>
        </message>
        <message>
            <source>Proposed context in pixels</source>
            <translation>Contexto propuesto en píxeles</translation>
        </message>
        <message>
            <source>Number of cells at that size</source>
            <translation>Número de celdas con ese tamaño</translation>
        </message>
        <message>
            <source>Show only</source>
            <translation>Solo mostrar</translation>
        </message>
        <message>
            <source>Say what there is, and remove nothing.</source>
            <translation>Indica lo que hay, y no elimina nada.</translation>
        </message>
        <message>
            <source>Remove what stopped runs have left</source>
            <translation>Eliminar restos de ejecuciones detenidas</translation>
        </message>
        <message>
            <source>Features, projections and clusters that were finished when a run was stopped.</source>
            <translation>Características, proyecciones y clústeres que estaban terminados cuando se detuvo una ejecución.</translation>
        </message>
        <message>
            <source>Remove what stopped training has left</source>
            <translation>Eliminar restos de entrenamientos detenidos</translation>
        </message>
        <message>
            <source>Images and states of Fine-tune a model and of Refine a model.</source>
            <translation>Imágenes y estados de «Ajuste fino del modelo» y de «Refinar modelo».</translation>
        </message>
        <message>
            <source>Remove compiled code and measured speeds</source>
            <translation>Eliminar código compilado y velocidades</translation>
        </message>
        <message>
            <source>They are made again by the next run, which takes it up to a minute.</source>
            <translation>La próxima ejecución los vuelve a crear, lo que le lleva hasta un minuto.</translation>
        </message>
        <message>
            <source>Remove downloaded weights</source>
            <translation>Eliminar pesos descargados</translation>
        </message>
        <message>
            <source>Official DINOv2 models, in the cache of the model hub, which other programs may use, too. The next run with one of them downloads it again.</source>
            <translation>Modelos oficiales de DINOv2, en la caché del repositorio de modelos, que también pueden usar otros programas. La próxima ejecución con uno de ellos lo descarga de nuevo.</translation>
        </message>
        <message>
            <source>Older than (days)</source>
            <translation>Más antiguo que (días)</translation>
        </message>
        <message>
            <source>Only what was not used for so many days is removed; 0: everything.</source>
            <translation>Solo se elimina lo que no se ha usado durante este número de días; 0: todo.</translation>
        </message>
        <message>
            <source>Places that were emptied</source>
            <translation>Lugares que se vaciaron</translation>
        </message>
        <message>
            <source>Bytes that were freed</source>
            <translation>Bytes que se liberaron</translation>
        </message>
        <message>
            <source>Places that a running process needs</source>
            <translation>Lugares que necesita un proceso en ejecución</translation>
        </message>
        <message>
            <source>Features, projections and clusters of stopped runs: bytes now</source>
            <translation>Características, proyecciones y clústeres de ejecuciones detenidas: bytes actuales</translation>
        </message>
        <message>
            <source>Training that was stopped: bytes now</source>
            <translation>Entrenamiento detenido: bytes actuales</translation>
        </message>
        <message>
            <source>Compiled code, measured speeds and scales: bytes now</source>
            <translation>Código compilado, velocidades medidas y escalas: bytes actuales</translation>
        </message>
        <message>
            <source>Downloaded weights of models: bytes now</source>
            <translation>Pesos de modelos descargados: bytes actuales</translation>
        </message>
        <message>
            <source>Check only</source>
            <translation>Solo comprobar</translation>
        </message>
        <message>
            <source>Install nothing, and report: what there is, what would be downloaded, whether the network answers, and how the last set-up ended. There are no passwords in the report.</source>
            <translation>No instalar nada e informar: qué hay, qué se descargaría, si la red responde y cómo terminó la última configuración. El informe no contiene contraseñas.</translation>
        </message>
        <message>
            <source>PyTorch</source>
            <translation>PyTorch</translation>
        </message>
        <message>
            <source>as this computer needs it</source>
            <translation>según lo necesite este equipo</translation>
        </message>
        <message>
            <source>without CUDA</source>
            <translation>sin CUDA</translation>
        </message>
        <message>
            <source>with CUDA</source>
            <translation>con CUDA</translation>
        </message>
        <message>
            <source>Only Linux has a choice. CUDA is for computers with an NVIDIA GPU, and adds 2.6 GB to the download; it is never taken instead of what cannot be had.</source>
            <translation>Solo en Linux se puede elegir. CUDA es para ordenadores con una GPU NVIDIA, y añade 2,6 GB a la descarga; nunca se toma en sustitución de lo que no está disponible.</translation>
        </message>
        <message>
            <source>Folder of wheels (offline)</source>
            <translation>Carpeta de wheels (sin conexión)</translation>
        </message>
        <message>
            <source>A folder with the wheels of all packages, for computers without a network: pip download fills it on another one of the same kind. Empty: from the network.</source>
            <translation>Una carpeta con los wheels de todos los paquetes, para ordenadores sin red: pip download la llena en otro del mismo tipo. Vacío: desde la red.</translation>
        </message>
        <message>
            <source>Python to build with</source>
            <translation>Python con el que construir</translation>
        </message>
        <message>
            <source>A Python 3.11 or later from which the environment is made. Empty: QGIS's own.</source>
            <translation>Un Python 3.11 o posterior a partir del cual se crea el entorno. Vacío: el del propio QGIS.</translation>
        </message>
        <message>
            <source>Python of the worker</source>
            <translation>Python del proceso de trabajo</translation>
        </message>
        <message>
            <source>Apply clusters</source>
            <translation>Aplicar clústeres</translation>
        </message>
        <message>
            <source>Finds the clusters of a saved cluster model on a new raster, or in features that are already extracted. Model, scaling, projection and clusters are those of the first run, nothing is fitted again, so cluster 3 means the same on both maps. Where the clusters do not fit the new raster, the log says so: many of its scenes are then unlike all that the clusters were fitted on, or have a lower probability.</source>
            <translation>Encuentra los clústeres de un modelo de clústeres guardado en un ráster nuevo, o en características ya extraídas. El modelo, el escalado, la proyección y los clústeres son los de la primera ejecución, no se vuelve a ajustar nada, así que el clúster 3 significa lo mismo en ambos mapas. Si los clústeres no se ajustan al ráster nuevo, el registro lo indica: muchas de sus escenas son entonces distintas de todas aquellas con las que se ajustaron los clústeres, o tienen una probabilidad menor.</translation>
        </message>
        <message>
            <source>Assess accuracy</source>
            <translation>Evaluar exactitud</translation>
        </message>
        <message>
            <source>Compares a map with reference labels: confusion matrix, overall, user's and producer's accuracy, F1, kappa, and accuracies and areas of the classes as they are estimated from the reference, with 95 % confidence intervals (Olofsson et al. 2014; the mapped classes are the strata). Reference labels are codes or names of the map's classes. The reference is a layer of points or polygons, a class raster, or a field of the map itself that was filled in. Each scene counts once: with several labels it takes the most frequent one, and with a tie it is left out. Clusters that have no classes yet are taken as the class that most of their labeled scenes have, and the log says how right they are where labels in other blocks of the map name them. Labels that Classify scenes has made a map of do not count; where there are no others, it is cross-validated by blocks, and said. ACC, NMI, AMI, ARI and purity do not depend on what clusters are called; for ACC, each is one class at most.</source>
            <translation>Compara un mapa con etiquetas de referencia: matriz de confusión, exactitud global, del usuario y del productor, F1, kappa, y exactitudes y superficies de las clases estimadas a partir de la referencia, con intervalos de confianza del 95 % (Olofsson et al. 2014; las clases cartografiadas son los estratos). Las etiquetas de referencia son códigos o nombres de las clases del mapa. La referencia es una capa de puntos o polígonos, un ráster de clases, o un campo del propio mapa que se rellenó. Cada escena cuenta una vez: con varias etiquetas toma la más frecuente, y en caso de empate se omite. Los clústeres que aún no tienen clase se toman como la clase que tiene la mayoría de sus escenas etiquetadas, y el registro dice cuánto aciertan si los nombran etiquetas de otros bloques del mapa. No cuentan las etiquetas con las que «Clasificar escenas» hizo un mapa; si no hay otras, este se somete a validación cruzada por bloques, y se indica. ACC, NMI, AMI, ARI y la pureza no dependen de cómo se llamen los clústeres; para ACC, cada uno es como máximo una clase.</translation>
        </message>
        <message>
            <source>Assign classes</source>
            <translation>Asignar clases</translation>
        </message>
        <message>
            <source>Gives clusters their classes: the fields class_code, class_name and class_source of their scenes, in the colors of a schema. Several clusters may be of one class. Clusters are the current ones, after merges and splits. Those that are not named stay as they are, and what has no class keeps the color of its cluster. The form of a scene shows the names of the classes, so that single scenes can be corrected by hand.</source>
            <translation>Da a los clústeres sus clases: los campos class_code, class_name y class_source de sus escenas, en los colores de un esquema. Varios clústeres pueden ser de una misma clase. Los clústeres son los actuales, después de fusiones y divisiones. Los que no se nombran quedan como están, y lo que no tiene clase conserva el color de su clúster. El formulario de una escena muestra los nombres de las clases, para poder corregir a mano escenas sueltas.</translation>
        </message>
        <message>
            <source>Classify scenes</source>
            <translation>Clasificar escenas</translation>
        </message>
        <message>
            <source>Gives every scene a class by labels of a few: five of a class are often enough. Scenes first take over features from those most like them, unless labels that are kept aside are told apart better without, then a linear classifier learns the labels. The layer has the class of each scene with its probability, the second class, and ambiguous where the two are close. Probabilities are calibrated on labels that are kept aside, in whole blocks of the map, and the log says how many of these are right. How often a class is on the map, which as many labels of each do not say, is estimated from all scenes. All tools for classes take the layer; its clusters are the classes by their numbers. A saved model classifies the features of another raster.</source>
            <translation>Da una clase a cada escena a partir de las etiquetas de unas pocas: a menudo bastan cinco de una clase. Las escenas toman primero características de las que más se les parecen, salvo que las etiquetas que se apartan se distingan mejor sin ello, y después un clasificador lineal aprende las etiquetas. La capa tiene la clase de cada escena con su probabilidad, la segunda clase, y ambiguous si las dos están próximas. Las probabilidades se calibran con etiquetas que se apartan, en bloques enteros del mapa, y el registro dice cuántas de estas son correctas. La frecuencia de una clase en el mapa, que un mismo número de etiquetas de cada una no dice, se estima a partir de todas las escenas. Todas las herramientas para clases aceptan la capa; sus clústeres son las clases por su número. Un modelo guardado clasifica las características de otro ráster.</translation>
        </message>
        <message>
            <source>Writes the classes of a map as a raster, pixel for pixel on the grid of the raster that the scenes were made of, with a color table and an attribute table (value, class, pixels and color). Where scenes overlap, the one of the highest probability counts. Values are the codes of the classes where all of them are whole numbers, else they count through the schema, so that they mean the same on all maps of it.</source>
            <translation>Escribe las clases de un mapa como ráster, píxel a píxel en la cuadrícula del ráster del que se hicieron las escenas, con una tabla de colores y una tabla de atributos (valor, clase, píxeles y color). Donde las escenas se solapan, cuenta la de mayor probabilidad. Los valores son los códigos de las clases si todos son números enteros; si no, se numeran según el esquema, de modo que significan lo mismo en todos sus mapas.</translation>
        </message>
        <message>
            <source>Set up</source>
            <translation>Configuración</translation>
        </message>
        <message>
            <source>Clear the cache</source>
            <translation>Vaciar la caché</translation>
        </message>
        <message>
            <source>Shows what the caches hold, how much and how old it is, and empties them. A run that was stopped leaves what it had finished, so that it can go on there; once that is removed, it begins anew. What a running process needs is never touched, nor are results, or the Python environment of the worker. What stopped runs leave goes by itself when the run has been finished, after 30 days, and, the oldest first, where it is more than the limit in Settings &gt; Options &gt; RS DeepCluster (20 GB if nobody has changed it).</source>
            <translation>Muestra qué contienen las cachés, cuánto ocupa y qué antigüedad tiene, y las vacía. Una ejecución que se detuvo deja lo que había terminado, para poder continuar desde allí; una vez eliminado, empieza de nuevo. Lo que necesita un proceso en ejecución no se toca nunca, ni tampoco los resultados ni el entorno de Python del proceso de trabajo. Lo que dejan las ejecuciones detenidas desaparece por sí solo cuando la ejecución se ha completado, después de 30 días y, empezando por lo más antiguo, cuando supera el límite de Configuración &gt; Opciones &gt; RS DeepCluster (20 GB si nadie lo ha cambiado).</translation>
        </message>
        <message>
            <source>Cluster features</source>
            <translation>Agrupar características en clústeres</translation>
        </message>
        <message>
            <source>Finds clusters in an embedding made by Project features and writes the scenes as a styled layer: cluster (from 1, by falling size), probability, second_cluster and second_probability, ambiguous (the second is more than half as likely as the first), exemplar_rank, umap_x and umap_y.</source>
            <translation>Encuentra clústeres en un embedding creado con «Proyectar características» y escribe las escenas como una capa con estilo: cluster (desde 1, por tamaño decreciente), probability, second_cluster y second_probability, ambiguous (el segundo es más de la mitad de probable que el primero), exemplar_rank, umap_x y umap_y.</translation>
        </message>
        <message>
            <source>Cluster report</source>
            <translation>Informe de clústeres</translation>
        </message>
        <message>
            <source>Writes one HTML file about a cluster layer, to look at in any browser, to print and to hand on: map, legend and sizes, the most typical scenes of every cluster as pictures, the embedding to move around in, the levels that hold side by side, the merge tree, the most ambiguous scenes, the settings of the run with the command that repeats it, and the history of edits. Nothing is fetched from elsewhere. Edited clusters and classes are shown where the layer has any, and names that Suggest names has suggested, with their score.</source>
            <translation>Escribe un solo archivo HTML sobre una capa de clústeres, para verlo en cualquier navegador, imprimirlo y compartirlo: mapa, leyenda y tamaños, las escenas más típicas de cada clúster en imágenes, el embedding para moverse por él, los niveles estables lado a lado, el árbol de fusiones, las escenas más ambiguas, la configuración de la ejecución con la orden que la repite, y el historial de ediciones. No se obtiene nada de otros sitios. Se muestran los clústeres editados y las clases si la capa los tiene. Los nombres que «Sugerir nombres» ha sugerido aparecen con su puntuación.</translation>
        </message>
        <message>
            <source>Start here: cluster a raster</source>
            <translation>Empezar aquí: agrupar un ráster</translation>
        </message>
        <message>
            <source>Makes a map of clusters of a raster without any labels: cuts it into scenes, turns each into features with a DINOv2 vision transformer, projects them with UMAP, and clusters them with a Dirichlet-process Gaussian mixture that infers the number of clusters. The result is a styled grid with cluster (from 1, by falling size), probability, second_cluster and second_probability, ambiguous (the second is more than half as likely as the first), exemplar_rank, umap_x and umap_y. A run that was stopped goes on where it was when it is started again with the same inputs.</source>
            <translation>Hace un mapa de clústeres de un ráster sin ninguna etiqueta: lo corta en escenas, convierte cada una en características con un vision transformer DINOv2, las proyecta con UMAP y las agrupa con una mezcla gaussiana de procesos de Dirichlet que deduce el número de clústeres. El resultado es una cuadrícula con estilo con cluster (desde 1, por tamaño decreciente), probability, second_cluster y second_probability, ambiguous (el segundo es más de la mitad de probable que el primero), exemplar_rank, umap_x y umap_y. Una ejecución que se detuvo continúa donde estaba cuando se inicia de nuevo con las mismas entradas.</translation>
        </message>
        <message>
            <source>Writes a row for each current cluster: how many scenes, what share and what area it has, how sure its scenes are, the cluster that is most like it, its exemplars, and what the bands of the raster are below it. Fill in class_code or class_name, in QGIS or in a spreadsheet, and give the table to Assign classes.</source>
            <translation>Escribe una fila por cada clúster actual: cuántas escenas, qué proporción y qué superficie tiene, cuán seguras son sus escenas, el clúster que más se le parece, sus ejemplares, y qué valores tienen las bandas del ráster debajo de él. Rellene class_code o class_name, en QGIS o en una hoja de cálculo, y pase la tabla a «Asignar clases».</translation>
        </message>
        <message>
            <source>Cluster together</source>
            <translation>Agrupar conjuntamente</translation>
        </message>
        <message>
            <source>Fits one set of clusters on the features of two or more rasters, such as two dates of one place, so that cluster 3 means the same on all of them and fits all of them. Apply clusters finds the clusters of the first one on others, and says where they don't fit. The layer has all scenes, with source (the raster's name) and source_scene (the scene's number in its own file). Of another date of the same place, what all features have moved by is taken back first. Extract the layer by source to compare the dates with Compare maps.</source>
            <translation>Ajusta un solo conjunto de clústeres a las características de dos o más rásteres, como dos fechas de un mismo lugar, de modo que el clúster 3 significa lo mismo en todos y se ajusta a todos. «Aplicar clústeres» busca en otros los clústeres del primero, e indica dónde no se ajustan. La capa tiene todas las escenas, con source (el nombre del ráster) y source_scene (el número de la escena en su propio archivo). En otra fecha del mismo lugar, primero se revierte lo que se han desplazado todas las características. Extraiga la capa por source para comparar las fechas con «Comparar mapas».</translation>
        </message>
        <message>
            <source>Compare features</source>
            <translation>Comparar características</translation>
        </message>
        <message>
            <source>Finds the scenes that have changed between two dates, by features of the same grid made in the same way. Features differ on two dates everywhere, for light, season and sensor. So each scene is compared with what became of the scenes that looked like it: the score is how far it is from the middle of these on the other date, in their own spread, both ways. Scenes that have changed themselves count for nothing in that, which is found in a few rounds. The threshold is where a mixture of two groups parts, and where the scores are not of two groups, the log says so and no scene is marked. With two cluster layers of these scenes, changes are named by their classes.</source>
            <translation>Encuentra las escenas que han cambiado entre dos fechas, a partir de características de la misma cuadrícula hechas de la misma manera. Las características difieren en dos fechas en todas partes, por la luz, la estación y el sensor. Por eso cada escena se compara con aquello en que se convirtieron las escenas que se le parecían: la puntuación es lo lejos que está del centro de estas en la otra fecha, en relación con su dispersión, en ambos sentidos. Las escenas que también han cambiado no cuentan para ello, lo que se determina en unas pocas rondas. El umbral está donde se separa una mezcla de dos grupos, y si las puntuaciones no son de dos grupos, el registro lo indica y no se marca ninguna escena. Con dos capas de clústeres de estas escenas, los cambios se nombran por sus clases.</translation>
        </message>
        <message>
            <source>Compare maps</source>
            <translation>Comparar mapas</translation>
        </message>
        <message>
            <source>Compares two maps of classes or clusters, of two dates or made with two settings: a map of change, the change matrix in scenes and hectares, and how far the maps agree. Scenes of one grid are compared one by one; otherwise each scene of the second map is compared with that of the first in which its center lies. Clusters of two maps that were made separately have numbers of their own: they are matched one to one so that most scenes agree, and a scene has changed where its clusters are not such a pair.</source>
            <translation>Compara dos mapas de clases o clústeres, de dos fechas o hechos con dos configuraciones: un mapa de cambios, la matriz de cambios en escenas y hectáreas, y en qué medida concuerdan los mapas. Las escenas de una misma cuadrícula se comparan una a una; si no, cada escena del segundo mapa se compara con aquella del primero en la que está su centro. Los clústeres de dos mapas que se hicieron por separado tienen números propios: se emparejan uno a uno de modo que coincida la mayoría de las escenas, y una escena ha cambiado si sus clústeres no forman una de esas parejas.</translation>
        </message>
        <message>
            <source>Constrain clusters</source>
            <translation>Agrupar con restricciones</translation>
        </message>
        <message>
            <source>Finds clusters that keep to labels and to pairs of scenes. Scenes that are labeled differently never share a cluster, nor does a scene that is not of a class with scenes of it; one class may have several clusters. Scenes of a pair share a cluster, or never do. All else is as in Cluster a raster: the number of clusters is inferred, as many as without constraints or as these need, and the layer has the same fields. The mixture of a cluster layer is taken over with its projection, where it is a Dirichlet process; of features alone it is fitted. Clusters with labels in them get the class as a suggestion of their name (hint_code, hint_name).</source>
            <translation>Encuentra clústeres que respetan etiquetas y pares de escenas. Las escenas con etiquetas distintas nunca comparten un clúster, ni tampoco una escena que no es de una clase con las escenas de esa clase; una clase puede tener varios clústeres. Las escenas de un par comparten un clúster, o no lo hacen nunca. Todo lo demás es como en «Agrupar un ráster»: el número de clústeres se deduce, tantos como sin restricciones o como estas requieran, y la capa tiene los mismos campos. La mezcla de una capa de clústeres se utiliza junto con su proyección, si es un proceso de Dirichlet; si solo hay características, se ajusta. Los clústeres que contienen etiquetas reciben la clase como sugerencia de nombre (hint_code, hint_name).</translation>
        </message>
        <message>
            <source>Dissolve classes</source>
            <translation>Disolver clases</translation>
        </message>
        <message>
            <source>Merges the scenes of each class to polygons, with their area, in the colors of the classes. Where scenes of different classes overlap, the one of the highest probability keeps the place, so that the polygons do not overlap. They end where the raster ends.</source>
            <translation>Fusiona las escenas de cada clase en polígonos, con su superficie, en los colores de las clases. Donde se solapan escenas de clases distintas, conserva el lugar la de mayor probabilidad, de modo que los polígonos no se solapan. Terminan donde termina el ráster.</translation>
        </message>
        <message>
            <source>Evaluate features</source>
            <translation>Evaluar características</translation>
        </message>
        <message>
            <source>Measures how well a model's features tell the classes of a labeled folder of images apart, to find the model that suits the imagery before clustering. k-NN: each scene takes the class of its 20 nearest neighbors. Linear probe: logistic regression; both in 5 folds. Few-shot: 1, 5 or 20 scenes of each class are known, and the others take the class they are nearest to. Features are centered and L2-normalized first, each image is seen in one orientation, and the model is not trained. The report shows which classes are confused, with pictures. On request each block of the model is measured by itself.</source>
            <translation>Mide lo bien que las características de un modelo distinguen las clases de una carpeta de imágenes etiquetada, para encontrar el modelo que conviene a las imágenes antes del agrupamiento. k-NN: cada escena toma la clase de sus 20 vecinos más cercanos. Sonda lineal: regresión logística; ambas en 5 particiones. Few-shot: se conocen 1, 5 o 20 escenas de cada clase, y las demás toman la clase a la que están más próximas. Antes, las características se centran y se normalizan en L2, cada imagen se ve en una sola orientación, y el modelo no se entrena. El informe muestra qué clases se confunden, con imágenes. Si se solicita, cada bloque del modelo se mide por separado.</translation>
        </message>
        <message>
            <source>Extract features</source>
            <translation>Extraer características</translation>
        </message>
        <message>
            <source>Turns each scene of a raster into a feature vector with a DINOv2 vision transformer and writes them to a GeoParquet file with the scenes' footprints. A run that was stopped goes on where it was when it is started again with the same inputs.</source>
            <translation>Convierte cada escena de un ráster en un vector de características con un vision transformer DINOv2 y los escribe en un archivo GeoParquet con las huellas de las escenas. Una ejecución que se detuvo continúa donde estaba cuando se inicia de nuevo con las mismas entradas.</translation>
        </message>
        <message>
            <source>Find similar scenes</source>
            <translation>Buscar escenas similares</translation>
        </message>
        <message>
            <source>Finds the scenes that are most like examples: selected scenes of a cluster layer, scenes that an expression chooses, or scenes by their ids. Similarity is the cosine between features, centered and normalized as for clustering, from 1 (alike) over 0 (no more alike than any two) to -1. The search is exact and reads the features block by block, so that the file may be of any size. The examples themselves are left out, and so is what is more like a counterexample than like them.</source>
            <translation>Encuentra las escenas que más se parecen a unos ejemplos: escenas seleccionadas de una capa de clústeres, escenas que elige una expresión, o escenas por sus números. La similitud es el coseno entre características, centradas y normalizadas como para el agrupamiento, desde 1 (iguales), pasando por 0 (no más parecidas que dos cualesquiera), hasta -1. La búsqueda es exacta y lee las características bloque a bloque, de modo que el archivo puede ser de cualquier tamaño. Los propios ejemplos se omiten, y también lo que se parece más a un contraejemplo que a ellos.</translation>
        </message>
        <message>
            <source>Fine-tune model</source>
            <translation>Ajuste fino del modelo</translation>
        </message>
        <message>
            <source>Teaches a model to tell the classes of labeled scenes apart, so that its features suit such imagery. The scenes come from a folder that holds one folder of images for each class, from a raster with labeled polygons, or from both. The classes need not be those that are looked for later: the model's features transfer to others. The new model is given to the other algorithms as the weights file. With other than three bands it becomes a model of that many bands; without the blocks after the last one chosen, it is smaller and faster. A run that was stopped goes on after its last epoch when it is started again with the same settings. On two processor cores, 1,000 scenes take about 45 seconds for each epoch.</source>
            <translation>Enseña a un modelo a distinguir las clases de escenas etiquetadas, para que sus características convengan a esas imágenes. Las escenas proceden de una carpeta que contiene una carpeta de imágenes para cada clase, de un ráster con polígonos etiquetados, o de ambos. Las clases no tienen que ser las que se busquen después: las características del modelo se transfieren a otras. El nuevo modelo se pasa a los demás algoritmos como archivo de pesos. Si las bandas no son tres, se convierte en un modelo de ese número de bandas; sin los bloques posteriores al último elegido, es más pequeño y rápido. Una ejecución que se detuvo continúa después de su última época cuando se inicia de nuevo con la misma configuración. En dos núcleos de procesador, 1000 escenas tardan unos 45 segundos por época.</translation>
        </message>
        <message>
            <source>Folder to features</source>
            <translation>Carpeta a características</translation>
        </message>
        <message>
            <source>Turns each image of a folder, and of the folders in it, into a feature vector: one scene per image. Georeferenced images get their footprint; plain images have none, but their clusters come back in a table with the file names. Images that cannot be read are left out and named in the log.</source>
            <translation>Convierte cada imagen de una carpeta, y de las carpetas que contiene, en un vector de características: una escena por imagen. Las imágenes georreferenciadas reciben su huella; las imágenes simples no tienen ninguna, pero sus clústeres se devuelven en una tabla con los nombres de los archivos. Las imágenes que no se pueden leer se omiten y se nombran en el registro.</translation>
        </message>
        <message>
            <source>Import embeddings</source>
            <translation>Importar embeddings</translation>
        </message>
        <message>
            <source>Turns embeddings that another program has computed into a features file, which all algorithms that take features work on: projection, clusters, similar scenes, reports. They come in a table (GeoParquet or GeoPackage) that has a vector for each polygon or point, as those of Clay, Earth Index or Major TOM; or in a raster with a band for each number, as AlphaEarth's and TESSERA's, whose pixels are averaged over cells or polygons. Tables are read block by block and may be larger than memory. Scenes whose vector is missing, not of numbers, or 0 get no features.</source>
            <translation>Convierte embeddings calculados por otro programa en un archivo de características, con el que funcionan todos los algoritmos que toman características: proyección, clústeres, escenas similares, informes. Vienen en una tabla (GeoParquet o GeoPackage) que tiene un vector para cada polígono o punto, como los de Clay, Earth Index o Major TOM; o en un ráster con una banda para cada número, como los de AlphaEarth y TESSERA, cuyos píxeles se promedian en celdas o polígonos. Las tablas se leen bloque a bloque y pueden ser mayores que la memoria. Las escenas cuyo vector falta, no es numérico o es 0 no reciben características.</translation>
        </message>
        <message>
            <source>Draws accuracy against the number of labels: some of the labels classify others, which lie in blocks of the map that are kept aside, so that neighbors do not answer for each other. It says what twice as many labels would bring, how many the wanted accuracy takes (an inverse power law, with its 95 % interval), and when more of them hardly help. Each class has a curve of its own: the worst ones are those to label next. Labels and method are those of Classify scenes.</source>
            <translation>Representa la exactitud frente al número de etiquetas: parte de las etiquetas clasifica otras, que están en bloques del mapa que se apartan, para que los vecinos no respondan unos por otros. Indica qué aportaría el doble de etiquetas, cuántas requiere la exactitud deseada (una ley de potencia inversa, con su intervalo del 95 %), y cuándo más etiquetas apenas ayudan. Cada clase tiene su propia curva: las peores son las que conviene etiquetar a continuación. Las etiquetas y el método son los de «Clasificar escenas».</translation>
        </message>
        <message>
            <source>Pixels</source>
            <translation>Píxeles</translation>
        </message>
        <message>
            <source>Maximum likelihood</source>
            <translation>Máxima verosimilitud</translation>
        </message>
        <message>
            <source>Classifies the pixels of a raster by maximum likelihood, with a Gaussian of full covariance for each class. The classes come from labeled polygons, or from the signatures that Pixel clusters or an earlier run of this algorithm wrote.</source>
            <translation>Clasifica los píxeles de un ráster por máxima verosimilitud, con una gaussiana de covarianza completa para cada clase. Las clases proceden de polígonos etiquetados, o de las firmas que escribieron «Clústeres de píxeles» o una ejecución anterior de este algoritmo.</translation>
        </message>
        <message>
            <source>Merge clusters</source>
            <translation>Fusionar clústeres</translation>
        </message>
        <message>
            <source>Makes one cluster of several: of those that are named, of those that the merge tree puts together at a level, or of those whose features are alike. The result is in the field edited_cluster; the field cluster stays as it was found. Scenes that got their class with their cluster get the class of the cluster that they are in now; those corrected singly keep theirs. A level of the tree starts again from the clusters as they were found: it replaces earlier merges, splits and moves, and Undo last edit brings them back.</source>
            <translation>Hace un clúster de varios: de los que se nombran, de los que el árbol de fusiones une en un nivel, o de aquellos cuyas características se parecen. El resultado está en el campo edited_cluster; el campo cluster queda tal como se encontró. Las escenas que recibieron su clase con su clúster reciben la clase del clúster en el que están ahora; las que se corrigieron una a una conservan la suya. Un nivel del árbol parte de nuevo de los clústeres tal como se encontraron: sustituye fusiones, divisiones y movimientos anteriores, y «Deshacer la última edición» los recupera.</translation>
        </message>
        <message>
            <source>Pixel clusters</source>
            <translation>Clústeres de píxeles</translation>
        </message>
        <message>
            <source>Classifies the pixels of a raster by their values alone, without labels: ISODATA, k-means, fuzzy k-means or migrating means. It writes a raster of classes, numbered by falling size, and their signatures, which Maximum likelihood takes. Rasters of any size are read block by block.</source>
            <translation>Clasifica los píxeles de un ráster solo por sus valores, sin etiquetas: ISODATA, k-means, k-means difuso o medias migrantes. Escribe un ráster de clases, numeradas por tamaño decreciente, y sus firmas, que admite «Máxima verosimilitud». Los rásteres de cualquier tamaño se leen bloque a bloque.</translation>
        </message>
        <message>
            <source>Project features</source>
            <translation>Proyectar características</translation>
        </message>
        <message>
            <source>Centers and L2-normalizes features and projects them onto few dimensions with UMAP or PCA, in which clusters can be found. The projector that is kept places new scenes in the same embedding. Beyond 20,000 scenes a sample is fitted and the others are placed.</source>
            <translation>Centra y normaliza en L2 las características y las proyecta a pocas dimensiones con UMAP o PCA, en las que se pueden encontrar clústeres. El proyector que se conserva sitúa escenas nuevas en el mismo embedding. Por encima de 20 000 escenas se ajusta una muestra y se sitúan las demás.</translation>
        </message>
        <message>
            <source>Reassign scenes</source>
            <translation>Reasignar escenas</translation>
        </message>
        <message>
            <source>Corrects single scenes: those that are selected in the layer, listed, found by an expression or inside polygons are moved to a cluster or get a class. Choose the scenes in one of these ways, and either a cluster or a class. A scene that is moved to a cluster gets its class as well. A class that is given to single scenes stays when their cluster gets another class, and smoothing does not change it.</source>
            <translation>Corrige escenas sueltas: las que están seleccionadas en la capa, enumeradas, encontradas por una expresión o dentro de polígonos se mueven a un clúster o reciben una clase. Elija las escenas de una de estas maneras, y o bien un clúster o bien una clase. Una escena que se mueve a un clúster recibe también su clase. Una clase que se da a escenas sueltas permanece cuando su clúster recibe otra clase, y el suavizado no la cambia.</translation>
        </message>
        <message>
            <source>Redo last undone edit</source>
            <translation>Rehacer la última edición deshecha</translation>
        </message>
        <message>
            <source>Does again what Undo last edit took back, as long as no other edit came in between. Values that were changed by hand since then stay as they are.</source>
            <translation>Vuelve a hacer lo que revirtió «Deshacer la última edición», siempre que no haya habido otra edición entretanto. Los valores que se cambiaron a mano desde entonces quedan como están.</translation>
        </message>
        <message>
            <source>Refine model</source>
            <translation>Refinar modelo</translation>
        </message>
        <message>
            <source>Adapts a model to a raster, or to a folder of images, without any labels: the scenes are clustered, and the model learns from the clusters, in turns (deep clustering). What comes out is a model file for the weights file of the other algorithms, the scenes' features by it, and the scenes' clusters as a styled layer, a table for images without a place. In the layer, umap_x and umap_y are the first two principal axes of the adapted features. Learning a linear map looks at each scene in a few augmented copies, whose features are made once, and takes minutes for 3,000 scenes on two processor cores; learning the last blocks as well takes as long for each epoch as Fine-tune model does. A run that was stopped goes on when it is started again with the same settings.</source>
            <translation>Adapta un modelo a un ráster, o a una carpeta de imágenes, sin ninguna etiqueta: se agrupan las escenas y el modelo aprende de los clústeres, por turnos (deep clustering). El resultado es un archivo de modelo para el archivo de pesos de los demás algoritmos, las características de las escenas según él, y los clústeres de las escenas como una capa con estilo, o como una tabla para imágenes sin lugar. En la capa, umap_x y umap_y son los dos primeros ejes principales de las características adaptadas. Para aprender una aplicación lineal se mira cada escena en unas pocas copias aumentadas, cuyas características se hacen una vez, lo que lleva minutos para 3000 escenas en dos núcleos de procesador; aprender además los últimos bloques lleva por época tanto como «Ajuste fino del modelo». Una ejecución que se detuvo continúa cuando se inicia de nuevo con la misma configuración.</translation>
        </message>
        <message>
            <source>Scene grid</source>
            <translation>Cuadrícula de escenas</translation>
        </message>
        <message>
            <source>Cuts a raster into scenes: polygons on one regular grid whose corners lie exactly on pixel corners, with the share of valid data in each.</source>
            <translation>Corta un ráster en escenas: polígonos de una cuadrícula regular cuyas esquinas están exactamente en esquinas de píxeles, con la proporción de datos válidos en cada uno.</translation>
        </message>
        <message>
            <source>Class schema</source>
            <translation>Esquema de clases</translation>
        </message>
        <message>
            <source>Opens a class schema, which is the codes, names and colors that a map is to have: one that comes with the plugin, or a file of your own, which is checked. The table can be edited in QGIS and given to the algorithms that take a schema.</source>
            <translation>Abre un esquema de clases, es decir, los códigos, nombres y colores que debe tener un mapa: uno incluido en el complemento, o un archivo propio, que se comprueba. La tabla se puede editar en QGIS y pasar a los algoritmos que toman un esquema.</translation>
        </message>
        <message>
            <source>Segment scenes</source>
            <translation>Segmentar escenas</translation>
        </message>
        <message>
            <source>Divides a raster into segments of alike pixels, in place of squares: polygons along pixel edges that cover all valid pixels without gaps. Extract features takes them as its grid. Rasters of any size are read block by block, and no segment ends where a block does.</source>
            <translation>Divide un ráster en segmentos de píxeles parecidos, en lugar de cuadrados: polígonos a lo largo de los bordes de los píxeles que cubren todos los píxeles válidos sin huecos. «Extraer características» los acepta como cuadrícula. Los rásteres de cualquier tamaño se leen bloque a bloque, y ningún segmento termina donde termina un bloque.</translation>
        </message>
        <message>
            <source>Set up the worker</source>
            <translation>Configurar el proceso de trabajo</translation>
        </message>
        <message>
            <source>Builds the Python environment in which RS DeepCluster does its work (torch, UMAP, scikit-learn and others), in a folder of its own under your home folder. QGIS's own Python is not touched. About 0.5 GB are downloaded once and take 2 GB of the disk; with an NVIDIA GPU on Linux it is 3 and 6 GB. The log says which it will be before anything is downloaded. A set-up that was stopped goes on with what it had downloaded. The proxy is that of QGIS. An environment that is there and works is kept; one that is damaged, or of another version of the plugin, is made anew. The log has a report that can be copied into a bug report.</source>
            <translation>Construye el entorno de Python en el que RS DeepCluster hace su trabajo (torch, UMAP, scikit-learn y otros), en una carpeta propia dentro de su carpeta personal. El Python propio de QGIS no se toca. Se descargan una vez unos 0,5 GB, que ocupan 2 GB de disco; con una GPU NVIDIA en Linux son 3 y 6 GB. El registro indica qué será antes de descargar nada. Una configuración que se detuvo continúa con lo que ya había descargado. El proxy es el de QGIS. Un entorno que ya existe y funciona se conserva; uno dañado o de otra versión del complemento se crea de nuevo. El registro contiene un informe que se puede copiar en un informe de error.</translation>
        </message>
        <message>
            <source>Smooth classes</source>
            <translation>Suavizar clases</translation>
        </message>
        <message>
            <source>Gives each scene the class that has the most weight in its neighborhood, where a scene weighs as much as its probability, and dissolves groups that are smaller than a minimum mapping unit. Where its own class has as much weight as another one, a scene keeps it. On a grid of scenes the neighbors are those around; other polygons, such as segments, are neighbors where they share a border, and count by its length. Scenes that were corrected singly do not change and weigh 1, and scenes without a class or cluster stay without. Clusters go into the field edited_cluster; classes that change are marked as smoothed in class_source.</source>
            <translation>Da a cada escena la clase que más peso tiene en su vecindad, donde una escena pesa tanto como su probabilidad, y disuelve los grupos menores que una unidad mínima cartografiable. Si su propia clase tiene tanto peso como otra, la escena la conserva. En una cuadrícula de escenas, las vecinas son las de alrededor; otros polígonos, como los segmentos, son vecinos si comparten un borde, y cuentan según su longitud. Las escenas que se corrigieron una a una no cambian y pesan 1, y las escenas sin clase o clúster siguen sin ellos. Los clústeres pasan al campo edited_cluster; las clases que cambian se marcan como smoothed en class_source.</translation>
        </message>
        <message>
            <source>Split cluster</source>
            <translation>Dividir clúster</translation>
        </message>
        <message>
            <source>Clusters the scenes of one cluster again by themselves; all other scenes stay as they are. The largest part keeps the number of the cluster, the others get new numbers, which no cluster has had before. The result is in the field edited_cluster; the field cluster stays as it was found. The parts keep the class of the cluster, until they get others.</source>
            <translation>Vuelve a agrupar por sí solas las escenas de un clúster; todas las demás escenas quedan como están. La parte mayor conserva el número del clúster; las otras reciben números nuevos, que ningún clúster ha tenido antes. El resultado está en el campo edited_cluster; el campo cluster queda tal como se encontró. Las partes conservan la clase del clúster hasta que reciben otras.</translation>
        </message>
        <message>
            <source>Suggest labels</source>
            <translation>Sugerir etiquetas</translation>
        </message>
        <message>
            <source>Suggests the scenes whose labels would help most. Without labels these are typical scenes of all groups that the features form. Later they are those of which the classes are in doubt, around which there are many, and which are unlike all that are labeled or suggested already. The layer has empty fields for the class, or for what a scene is not, and its form fills in who labeled it and when: give it to Classify scenes as the labels, and to this tool again for the next ones (QGIS's Merge vector layers puts several rounds into one).</source>
            <translation>Sugiere las escenas cuyas etiquetas ayudarían más. Sin etiquetas, son escenas típicas de todos los grupos que forman las características. Más adelante son aquellas cuya clase es dudosa, que tienen muchas otras alrededor, y que son distintas de todas las que ya están etiquetadas o sugeridas. La capa tiene campos vacíos para la clase, o para lo que una escena no es, y su formulario anota quién la etiquetó y cuándo: pásela a «Clasificar escenas» como etiquetas, y de nuevo a esta herramienta para las siguientes («Unir capas vectoriales» de QGIS junta varias rondas en una).</translation>
        </message>
        <message>
            <source>Suggest names</source>
            <translation>Sugerir nombres</translation>
        </message>
        <message>
            <source>Suggests a name for each current cluster, before anybody labels one: water, dense or sparse vegetation, bare soil, built-up, snow or cloud, shadow. What the bands of the raster say of the scenes (NDVI, NDWI, MNDWI, NDBI, brightness, texture) is compared with ranges that are usual. With the weights of a text encoder, pictures of the scenes are compared with the classes of the schema instead. Suggestions are written into fields of their own: hint_code and hint_name (a class of the schema, where it has such a one), hint_score (0 to 1, how well it fits) and hint_by. They are no classes: those are given by Assign classes.</source>
            <translation>Sugiere un nombre para cada clúster actual, antes de que alguien etiquete ninguno: agua, vegetación densa o rala, suelo desnudo, zona edificada, nieve o nubes, sombra. Lo que las bandas del ráster dicen de las escenas (NDVI, NDWI, MNDWI, NDBI, brillo, textura) se compara con rangos habituales. Con los pesos de un codificador de texto, en cambio, se comparan imágenes de las escenas con las clases del esquema. Las sugerencias se escriben en campos propios: hint_code y hint_name (una clase del esquema, si este la tiene), hint_score (de 0 a 1, lo bien que encaja) y hint_by. No son clases: esas las da «Asignar clases».</translation>
        </message>
        <message>
            <source>Suggest scale</source>
            <translation>Sugerir escala</translation>
        </message>
        <message>
            <source>Looks at a sample of windows of a raster at each size of cells that gives at least 500 of them and at most 50,000, and proposes one with its context: the one that Cluster a raster, Extract features and Scene grid take where they are given no size. The table says what was measured at each size; the report also shows the same place at each, with the cells in the colors of a quick clustering.</source>
            <translation>Mira una muestra de ventanas de un ráster con cada tamaño de celda que da al menos 500 de ellas y como máximo 50 000, y propone uno con su contexto: el que toman «Agrupar un ráster», «Extraer características» y «Cuadrícula de escenas» si no se les indica un tamaño. La tabla dice qué se midió con cada tamaño; el informe muestra además el mismo lugar con cada uno, con las celdas en los colores de un agrupamiento rápido.</translation>
        </message>
        <message>
            <source>Undo last edit</source>
            <translation>Deshacer la última edición</translation>
        </message>
        <message>
            <source>Takes back the last edit of a cluster layer: an assignment of classes, a merge, a split, a correction or a smoothing. Run again, it takes back the one before. Values that were changed by hand since then stay as they are. The edits are listed in the table rs_deepcluster_history of the GeoPackage.</source>
            <translation>Revierte la última edición de una capa de clústeres: una asignación de clases, una fusión, una división, una corrección o un suavizado. Si se ejecuta de nuevo, revierte la anterior. Los valores que se cambiaron a mano desde entonces quedan como están. Las ediciones se enumeran en la tabla rs_deepcluster_history del GeoPackage.</translation>
        </message>
        <message>
            <source>Validation sample</source>
            <translation>Muestra de validación</translation>
        </message>
        <message>
            <source>Draws scenes at random from each class of a map, for you to look at and label: fill in the field reference, then give the layer to Assess accuracy. How many: as given, or as many as overall accuracy needs for a standard error (Olofsson et al. 2014, equation 13). The scenes are in random order, and the form hides what the map says of them, so that it can't sway you. The field weight says how many scenes of its class each one stands for.</source>
            <translation>Extrae al azar escenas de cada clase de un mapa, para que las mire y las etiquete: rellene el campo reference y pase la capa a «Evaluar exactitud». Cuántas: las que se indiquen, o tantas como necesite la exactitud global para un error estándar (Olofsson et al. 2014, ecuación 13). Las escenas están en orden aleatorio, y el formulario oculta lo que el mapa dice de ellas, para que no le influya. El campo weight dice a cuántas escenas de su clase representa cada una.</translation>
        </message>
        <message>
            <source>The schema that classes are chosen from</source>
            <translation>El esquema del que se eligen las clases</translation>
        </message>
        <message>
            <source>Add a class to the schema</source>
            <translation>Añadir una clase al esquema</translation>
        </message>
        <message>
            <source>Add a class</source>
            <translation>Añadir una clase</translation>
        </message>
        <message>
            <source>Filter classes</source>
            <translation>Filtrar clases</translation>
        </message>
        <message>
            <source>From a file …</source>
            <translation>Desde un archivo …</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Nombre</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>Código</translation>
        </message>
        <message>
            <source>{}: drag it onto clusters, or press Enter or its key</source>
            <translation>{}: arrástrela sobre clústeres, o pulse Intro o su tecla</translation>
        </message>
        <message>
            <source>The schema with the new class is {}.</source>
            <translation>El esquema con la nueva clase es {}.</translation>
        </message>
        <message>
            <source>{}: drag it onto clusters, or press Enter</source>
            <translation>{}: arrástrela sobre clústeres, o pulse Intro</translation>
        </message>
        <message>
            <source>{} (of the layer)</source>
            <translation>{} (de la capa)</translation>
        </message>
        <message>
            <source>Scenes without a cluster</source>
            <translation>Escenas sin clúster</translation>
        </message>
        <message>
            <source>none</source>
            <translation>ninguno</translation>
        </message>
        <message>
            <source>Cluster {}: drag it onto another to merge the two</source>
            <translation>Clúster {}: arrástrelo sobre otro para fusionar los dos</translation>
        </message>
        <message>
            <source>p</source>
            <translation>p</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>Clase</translation>
        </message>
        <message>
            <source>; mean probability {}</source>
            <translation>; probabilidad media {}</translation>
        </message>
        <message>
            <source>Wait until what is running has ended, or cancel it.</source>
            <translation>Espere a que termine lo que se está ejecutando, o cancélelo.</translation>
        </message>
        <message>
            <source>Turn on the provider RS DeepCluster in the options of Processing.</source>
            <translation>Active el proveedor RS DeepCluster en las opciones de Procesos.</translation>
        </message>
        <message>
            <source>It failed.</source>
            <translation>Ha fallado.</translation>
        </message>
        <message>
            <source>Detail: number of clusters</source>
            <translation>Detalle: número de clústeres</translation>
        </message>
        <message>
            <source>&amp;Detail</source>
            <translation>&amp;Detalle</translation>
        </message>
        <message>
            <source>The layer does not note the tree in which its clusters merge.</source>
            <translation>La capa no tiene anotado el árbol en el que se fusionan sus clústeres.</translation>
        </message>
        <message>
            <source>Fewer or more clusters, along the tree in which they merge (1 to {})</source>
            <translation>Menos o más clústeres, según el árbol en el que se fusionan (de 1 a {})</translation>
        </message>
        <message>
            <source>Marked are the levels that hold: {}. Page Up and Page Down go to them.</source>
            <translation>Están marcados los niveles estables: {}. RePág y AvPág llevan a ellos.</translation>
        </message>
        <message>
            <source>To &amp;cluster</source>
            <translation>Al &amp;clúster</translation>
        </message>
        <message>
            <source>New cluster</source>
            <translation>Clúster nuevo</translation>
        </message>
        <message>
            <source>To c&amp;lass</source>
            <translation>A la c&amp;lase</translation>
        </message>
        <message>
            <source>Show only these clusters on the map</source>
            <translation>Mostrar en el mapa solo estos clústeres</translation>
        </message>
        <message>
            <source>Zoom to selected scenes</source>
            <translation>Acercar a las escenas seleccionadas</translation>
        </message>
        <message>
            <source>Select the clusters to merge: two or more.</source>
            <translation>Seleccione los clústeres que fusionar: dos o más.</translation>
        </message>
        <message>
            <source>Select the cluster to split: one.</source>
            <translation>Seleccione el clúster que dividir: uno.</translation>
        </message>
        <message>
            <source>Select scenes to find similar ones of.</source>
            <translation>Seleccione escenas para buscar otras similares.</translation>
        </message>
        <message>
            <source>Select clusters or scenes that are to have the class.</source>
            <translation>Seleccione los clústeres o escenas que deben tener la clase.</translation>
        </message>
        <message>
            <source>Show all clusters</source>
            <translation>Mostrar todos los clústeres</translation>
        </message>
        <message>
            <source>The layer does not note its raster, so there are no pictures of scenes.</source>
            <translation>La capa no tiene anotado su ráster, así que no hay imágenes de las escenas.</translation>
        </message>
        <message>
            <source>{} cannot be opened, so there are no pictures of the scenes.</source>
            <translation>{} no se puede abrir, así que no hay imágenes de las escenas.</translation>
        </message>
        <message>
            <source>The raster {} is not there any more: put it beside the GeoPackage to see the scenes.</source>
            <translation>El ráster {} ya no está: póngalo junto al GeoPackage para ver las escenas.</translation>
        </message>
        <message>
            <source>Cross-validated by blocks of the map: {:.0%} of {:,} labels are right.</source>
            <translation>Validación cruzada por bloques del mapa: el {:.0%} de {:,} etiquetas es correcto.</translation>
        </message>
        <message>
            <source>Classes by {:,} labels for {:,} scenes.</source>
            <translation>Clases según {:,} etiquetas para {:,} escenas.</translation>
        </message>
        <message>
            <source> {:,} that were corrected one by one stay as they were.</source>
            <translation> {:,} que se corrigieron una a una quedaron como estaban.</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>Aplicar</translation>
        </message>
        <message>
            <source>Wait a moment until the map has followed the last label.</source>
            <translation>Espere un momento hasta que el mapa refleje la última etiqueta.</translation>
        </message>
        <message>
            <source>Load training samples</source>
            <translation>Cargar muestras de entrenamiento</translation>
        </message>
        <message>
            <source>Take a file</source>
            <translation>Tomar un archivo</translation>
        </message>
        <message>
            <source>A point labels the scene that it lies in, a polygon those whose center or half it covers, and a row without a place the scene whose number is in its field scene_id. What is loaded counts as the latest label of a scene.</source>
            <translation>Un punto etiqueta la escena en la que está; un polígono, aquellas cuyo centro o mitad cubre, y una fila sin lugar, la escena cuyo número está en su campo scene_id. Lo que se carga cuenta como la etiqueta más reciente de una escena.</translation>
        </message>
        <message>
            <source>Separability of the classes</source>
            <translation>Separabilidad de las clases</translation>
        </message>
        <message>
            <source>Right</source>
            <translation>Aciertos</translation>
        </message>
        <message>
            <source>{} of {} labels in blocks of the map that are kept aside are told right by the others ({:.0%}). Rows are labels, columns what they are taken for.</source>
            <translation>{} de {} etiquetas en bloques del mapa que se apartan se aciertan a partir de las demás ({:.0%}). Las filas son las etiquetas; las columnas, la clase por la que se toman.</translation>
        </message>
        <message>
            <source>The file of features that the layer has noted holds others than those that it was made of: it has been replaced. Cluster the scenes again with a file for their features.</source>
            <translation>El archivo de características anotado con la capa contiene otras que aquellas de las que se hizo: fue sustituido. Agrupe de nuevo las escenas con un archivo para sus características.</translation>
        </message>
        <message>
            <source>Reading the features</source>
            <translation>Leyendo las características</translation>
        </message>
        <message>
            <source>1 scene</source>
            <translation>1 escena</translation>
        </message>
        <message>
            <source>{:,} scenes</source>
            <translation>{:,} escenas</translation>
        </message>
        <message>
            <source>Labeled {} as not {}.</source>
            <translation>Etiquetado: {} como no {}.</translation>
        </message>
        <message>
            <source>Labeled {} as {}.</source>
            <translation>Etiquetado: {} como {}.</translation>
        </message>
        <message>
            <source>Removed 1 label.</source>
            <translation>Se ha quitado 1 etiqueta.</translation>
        </message>
        <message>
            <source>Removed {:,} labels.</source>
            <translation>Se han quitado {:,} etiquetas.</translation>
        </message>
        <message>
            <source>Remove labels</source>
            <translation>Quitar etiquetas</translation>
        </message>
        <message>
            <source>The layer has noted no features that are still there, and labels are learned from them. Cluster the scenes again with a file for their features.</source>
            <translation>La capa no tiene anotadas características que todavía existan, y las etiquetas se aprenden de ellas. Vuelva a agrupar las escenas con un archivo para sus características.</translation>
        </message>
        <message>
            <source>{:,} of them had another label, which is kept: the latest counts.</source>
            <translation>{:,} de ellas tenían otra etiqueta, que se conserva: cuenta la más reciente.</translation>
        </message>
        <message>
            <source>Select labeled scenes: of these the labels are removed.</source>
            <translation>Seleccione escenas etiquetadas: se les quitan las etiquetas.</translation>
        </message>
        <message>
            <source>&amp;Is</source>
            <translation>&amp;Es</translation>
        </message>
        <message>
            <source>Is &amp;not</source>
            <translation>&amp;No es</translation>
        </message>
        <message>
            <source>Select 1 to {:,} scenes that are to have the label.</source>
            <translation>Seleccione de 1 a {:,} escenas que deben tener la etiqueta.</translation>
        </message>
        <message>
            <source>1 label that has changed since was left alone.</source>
            <translation>1 etiqueta que ha cambiado desde entonces se dejó como estaba.</translation>
        </message>
        <message>
            <source>{:,} labels that have changed since were left alone.</source>
            <translation>{:,} etiquetas que han cambiado desde entonces se dejaron como estaban.</translation>
        </message>
        <message>
            <source>There are labels of classes that {} does not have: {}. Choose the classes of the layer, or delete these samples.</source>
            <translation>Hay etiquetas de clases que {} no tiene: {}. Elija las clases de la capa, o elimine estas muestras.</translation>
        </message>
        <message>
            <source>Scenes that are less similar than that are not selected</source>
            <translation>Las escenas menos similares no se seleccionan</translation>
        </message>
        <message>
            <source>&amp;Merge into</source>
            <translation>&amp;Fusionar en</translation>
        </message>
        <message>
            <source>Rename a class</source>
            <translation>Renombrar una clase</translation>
        </message>
        <message>
            <source>The samples of {} were not loaded, for something else came between.</source>
            <translation>Las muestras de {} no se cargaron, porque entretanto ocurrió otra cosa.</translation>
        </message>
        <message>
            <source>Loaded 1 label from {}.</source>
            <translation>Se ha cargado 1 etiqueta de {}.</translation>
        </message>
        <message>
            <source>Loaded {:,} labels from {}.</source>
            <translation>Se han cargado {:,} etiquetas de {}.</translation>
        </message>
        <message>
            <source>Save training samples</source>
            <translation>Guardar muestras de entrenamiento</translation>
        </message>
        <message>
            <source>GeoPackage (*.gpkg);;GeoJSON (*.geojson);;CSV (*.csv)</source>
            <translation>GeoPackage (*.gpkg);;GeoJSON (*.geojson);;CSV (*.csv)</translation>
        </message>
        <message>
            <source>&amp;Rename …</source>
            <translation>&amp;Renombrar …</translation>
        </message>
        <message>
            <source>&amp;Color …</source>
            <translation>&amp;Color …</translation>
        </message>
        <message>
            <source>&amp;Select their scenes</source>
            <translation>&amp;Seleccionar sus escenas</translation>
        </message>
        <message>
            <source>&amp;Delete</source>
            <translation>&amp;Eliminar</translation>
        </message>
        <message>
            <source>&amp;Load …</source>
            <translation>C&amp;argar …</translation>
        </message>
        <message>
            <source>Sa&amp;ve as …</source>
            <translation>&amp;Guardar como …</translation>
        </message>
        <message>
            <source>Separa&amp;bility …</source>
            <translation>Separa&amp;bilidad …</translation>
        </message>
        <message>
            <source>Renamed the class {} to {}.</source>
            <translation>La clase {} se ha renombrado a {}.</translation>
        </message>
        <message>
            <source>Recolored the class {}.</source>
            <translation>Se ha cambiado el color de la clase {}.</translation>
        </message>
        <message>
            <source>The schema of the layer does not have this class. Choose its classes.</source>
            <translation>El esquema de la capa no tiene esta clase. Elija sus clases.</translation>
        </message>
        <message>
            <source>Wait a moment until the samples are loaded.</source>
            <translation>Espere un momento hasta que se carguen las muestras.</translation>
        </message>
        <message>
            <source>There is no table yet: label two scenes of two classes at least.</source>
            <translation>Aún no hay tabla: etiquete dos escenas de al menos dos clases.</translation>
        </message>
        <message>
            <source>Saved 1 label in {}.</source>
            <translation>Se ha guardado 1 etiqueta en {}.</translation>
        </message>
        <message>
            <source>Saved {:,} labels in {}.</source>
            <translation>Se han guardado {:,} etiquetas en {}.</translation>
        </message>
        <message>
            <source>Merged the samples of {} into {}.</source>
            <translation>Las muestras de {} se han fusionado en {}.</translation>
        </message>
        <message>
            <source>Deleted the samples of {}.</source>
            <translation>Se han eliminado las muestras de {}.</translation>
        </message>
        <message>
            <source>Training samples</source>
            <translation>Muestras de entrenamiento</translation>
        </message>
        <message>
            <source>Select scenes and press the key of a class, or click on it: a few scenes of each class are often enough. Shift and the key say that they are not of it.</source>
            <translation>Seleccione escenas y pulse la tecla de una clase, o haga clic en ella: a menudo bastan unas pocas escenas de cada clase. Mayús y la tecla indican que no son de ella.</translation>
        </message>
        <message>
            <source>Samples</source>
            <translation>Muestras</translation>
        </message>
        <message>
            <source>Merge, rename, recolor, delete, load and save training samples</source>
            <translation>Fusionar, renombrar, recolorear, eliminar, cargar y guardar muestras de entrenamiento</translation>
        </message>
        <message>
            <source>Lowest probability of the class</source>
            <translation>Probabilidad mínima de la clase</translation>
        </message>
        <message>
            <source>Scenes that are less likely of the current class than that get none</source>
            <translation>Las escenas cuya pertenencia a la clase actual es menos probable que esto no reciben ninguna</translation>
        </message>
        <message>
            <source>Classes that have labels</source>
            <translation>Clases que tienen etiquetas</translation>
        </message>
        <message>
            <source>Labeled scenes, and those that are labeled as not of the class</source>
            <translation>Escenas etiquetadas, y las que están etiquetadas como no pertenecientes a la clase</translation>
        </message>
        <message>
            <source>Scenes that are taken for the class</source>
            <translation>Escenas que se toman por la clase</translation>
        </message>
        <message>
            <source>Of the labels in blocks of the map that are kept aside, how many are right</source>
            <translation>De las etiquetas en bloques del mapa que se apartan, cuántas son correctas</translation>
        </message>
        <message>
            <source>{} is also taken for: {}</source>
            <translation>{} también se toma por: {}</translation>
        </message>
        <message>
            <source>p ≥ {} %</source>
            <translation>p ≥ {} %</translation>
        </message>
        <message>
            <source>The worker met an error that it does not know ({}).</source>
            <translation>El proceso de trabajo encontró un error que no conoce ({}).</translation>
        </message>
        <message>
            <source>Find similar scenes first (F): among these, select what is not meant.</source>
            <translation>Busque primero escenas similares (F): seleccione entre ellas lo que no se busca.</translation>
        </message>
        <message>
            <source>{:,} scenes are like {:,} examples and unlike {:,} others.</source>
            <translation>{:,} escenas se parecen a {:,} ejemplos y no a otros {:,}.</translation>
        </message>
        <message>
            <source>Not like these (Shift+F)</source>
            <translation>No como estas (Mayús+F)</translation>
        </message>
        <message>
            <source> GB</source>
            <translation> GB</translation>
        </message>
        <message>
            <source>no limit</source>
            <translation>sin límite</translation>
        </message>
        <message>
            <source>A run that begins removes what stopped runs have left, the oldest first.</source>
            <translation>Una ejecución que comienza elimina lo que han dejado las ejecuciones detenidas, empezando por lo más antiguo.</translation>
        </message>
        <message>
            <source>Clear the cache …</source>
            <translation>Vaciar la caché …</translation>
        </message>
        <message>
            <source>Most that stopped runs may leave</source>
            <translation>Máximo que pueden dejar las ejecuciones detenidas</translation>
        </message>
        <message>
            <source>The cache holds</source>
            <translation>La caché contiene</translation>
        </message>
        <message>
            <source>Set up the worker …</source>
            <translation>Configurar el proceso de trabajo …</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancelar</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Deshacer</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>Rehacer</translation>
        </message>
        <message>
            <source>Merge</source>
            <translation>Fusionar</translation>
        </message>
        <message>
            <source>Merge the selected clusters (M), into the one that was clicked last</source>
            <translation>Fusionar los clústeres seleccionados (M), en el último en el que se hizo clic</translation>
        </message>
        <message>
            <source>Split</source>
            <translation>Dividir</translation>
        </message>
        <message>
            <source>Cluster the scenes of the selected cluster again, into parts (S)</source>
            <translation>Volver a agrupar las escenas del clúster seleccionado, en partes (S)</translation>
        </message>
        <message>
            <source>Similar</source>
            <translation>Similares</translation>
        </message>
        <message>
            <source>Select the scenes that are most similar to the selected ones (F)</source>
            <translation>Seleccionar las escenas más similares a las seleccionadas (F)</translation>
        </message>
        <message>
            <source>Move</source>
            <translation>Mover</translation>
        </message>
        <message>
            <source>Move the selected scenes to another cluster or class (C)</source>
            <translation>Mover las escenas seleccionadas a otro clúster o clase (C)</translation>
        </message>
        <message>
            <source>Move selected scenes</source>
            <translation>Mover las escenas seleccionadas</translation>
        </message>
        <message>
            <source>Write the classes that follow from the labels into the layer</source>
            <translation>Escribir en la capa las clases que resultan de las etiquetas</translation>
        </message>
        <message>
            <source> parts</source>
            <translation> partes</translation>
        </message>
        <message>
            <source>any parts</source>
            <translation>cualquier número de partes</translation>
        </message>
        <message>
            <source>Number of similar scenes</source>
            <translation>Número de escenas similares</translation>
        </message>
        <message>
            <source>Work on</source>
            <translation>Trabajar con</translation>
        </message>
        <message>
            <source>What you work on, which the map and the embedding are colored by: clusters, their classes, or labels of single scenes, from which the classes of all others follow</source>
            <translation>Con qué se trabaja, y según qué se colorean el mapa y el embedding: clústeres, sus clases, o etiquetas de escenas sueltas, de las que resultan las clases de todas las demás</translation>
        </message>
        <message>
            <source>Label next</source>
            <translation>Por etiquetar</translation>
        </message>
        <message>
            <source>In doubt</source>
            <translation>Dudosas</translation>
        </message>
        <message>
            <source>Labeled</source>
            <translation>Etiquetadas</translation>
        </message>
        <message>
            <source>Scenes to look at</source>
            <translation>Escenas que mirar</translation>
        </message>
        <message>
            <source>Scenes to look at, where none are selected elsewhere</source>
            <translation>Escenas que mirar, cuando no hay ninguna seleccionada en otro lugar</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Teclas</translation>
        </message>
        <message>
            <source>give the class with this key to the selected clusters or scenes</source>
            <translation>dar la clase de esta tecla a los clústeres o escenas seleccionados</translation>
        </message>
        <message>
            <source>give the class; in the other parts, zoom to the selected scenes</source>
            <translation>dar la clase; en las demás partes, acercar a las escenas seleccionadas</translation>
        </message>
        <message>
            <source>merge the selected clusters, into the one clicked last</source>
            <translation>fusionar los clústeres seleccionados, en el último en el que se hizo clic</translation>
        </message>
        <message>
            <source>split the selected cluster</source>
            <translation>dividir el clúster seleccionado</translation>
        </message>
        <message>
            <source>move the selected scenes to a cluster or a class</source>
            <translation>mover las escenas seleccionadas a un clúster o una clase</translation>
        </message>
        <message>
            <source>find similar scenes</source>
            <translation>buscar escenas similares</translation>
        </message>
        <message>
            <source>label the selected scenes with the class; so does a click on it</source>
            <translation>etiquetar las escenas seleccionadas con la clase; también con un clic en ella</translation>
        </message>
        <message>
            <source>Shift+1-9</source>
            <translation>Mayús+1-9</translation>
        </message>
        <message>
            <source>label them as not of the class</source>
            <translation>etiquetarlas como no pertenecientes a la clase</translation>
        </message>
        <message>
            <source>go to the next scene that is worth a look</source>
            <translation>ir a la siguiente escena que merece una mirada</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Supr</translation>
        </message>
        <message>
            <source>remove the labels of the selected scenes</source>
            <translation>quitar las etiquetas de las escenas seleccionadas</translation>
        </message>
        <message>
            <source>F, Shift+F</source>
            <translation>F, Mayús+F</translation>
        </message>
        <message>
            <source>find scenes like the selected ones, and none like those</source>
            <translation>buscar escenas como las seleccionadas, y ninguna como estas</translation>
        </message>
        <message>
            <source>zoom to the selected scenes</source>
            <translation>acercar a las escenas seleccionadas</translation>
        </message>
        <message>
            <source>undo, redo</source>
            <translation>deshacer, rehacer</translation>
        </message>
        <message>
            <source>select nothing; at the slider, leave the clusters as they are</source>
            <translation>no seleccionar nada; en el deslizador, dejar los clústeres como están</translation>
        </message>
        <message>
            <source>at the slider, go to the next number that is marked</source>
            <translation>en el deslizador, ir al siguiente número marcado</translation>
        </message>
        <message>
            <source>Drag</source>
            <translation>Arrastrar</translation>
        </message>
        <message>
            <source>clusters onto another to merge them, a class onto clusters</source>
            <translation>clústeres sobre otro para fusionarlos, una clase sobre clústeres</translation>
        </message>
        <message>
            <source>In the embedding</source>
            <translation>En el embedding</translation>
        </message>
        <message>
            <source>lasso with the left button; Shift adds, Ctrl takes away</source>
            <translation>lazo con el botón izquierdo; Mayús añade, Ctrl quita</translation>
        </message>
        <message>
            <source>wheel, +, - zoom; middle button, Space or arrows move; Home shows all</source>
            <translation>la rueda, + y - cambian el zoom; el botón central, Espacio o las flechas mueven; Inicio lo muestra todo</translation>
        </message>
        <message>
            <source>select nothing</source>
            <translation>no seleccionar nada</translation>
        </message>
        <message>
            <source>Not set</source>
            <translation>Sin definir</translation>
        </message>
        <message>
            <source> = {} pixels</source>
            <translation> = {} píxeles</translation>
        </message>
        <message>
            <source>Add files</source>
            <translation>Añadir archivos</translation>
        </message>
        <message>
            <source>Add a folder</source>
            <translation>Añadir una carpeta</translation>
        </message>
        <message>
            <source>Embedding of the scenes</source>
            <translation>Embedding de las escenas</translation>
        </message>
        <message>
            <source>The layer has no embedding (umap_x, umap_y).</source>
            <translation>La capa no tiene embedding (umap_x, umap_y).</translation>
        </message>
        <message>
            <source>Select a cluster layer in the Layers panel: one that "Start here: cluster a raster" (Processing Toolbox &gt; RS DeepCluster), Cluster features or Apply clusters has written to a GeoPackage.</source>
            <translation>Seleccione una capa de clústeres en el panel Capas: una que «Empezar aquí: agrupar un ráster» (Caja de herramientas de Procesos &gt; RS DeepCluster), «Agrupar características en clústeres» o «Aplicar clústeres» haya escrito en un GeoPackage.</translation>
        </message>
        <message>
            <source>No cluster</source>
            <translation>Sin clúster</translation>
        </message>
        <message>
            <source>Scene {}</source>
            <translation>Escena {}</translation>
        </message>
        <message>
            <source>The layer '{}' is not in a GeoPackage, where edits are kept: save it as one (Export &gt; Save Features As) and select that.</source>
            <translation>La capa '{}' no está en un GeoPackage, donde se guardan las ediciones: guárdela como tal (Exportar &gt; Guardar objetos como) y seleccione esa.</translation>
        </message>
        <message>
            <source>Cluster {}</source>
            <translation>Clúster {}</translation>
        </message>
        <message>
            <source>Clusters {}: {}</source>
            <translation>Clústeres {}: {}</translation>
        </message>
        <message>
            <source>Cluster {}: {}</source>
            <translation>Clúster {}: {}</translation>
        </message>
        <message>
            <source>Thumbnails of scenes</source>
            <translation>Miniaturas de escenas</translation>
        </message>
        <message>
            <source>All clusters: {}</source>
            <translation>Todos los clústeres: {}</translation>
        </message>
        <message>
            <source>Cluster workbench</source>
            <translation>Mesa de trabajo de clústeres</translation>
        </message>
        <message>
            <source>{:,} scenes, {} clusters</source>
            <translation>{:,} escenas, {} clústeres</translation>
        </message>
        <message>
            <source> in the filter of the layer</source>
            <translation> en el filtro de la capa</translation>
        </message>
        <message>
            <source>Undo (Ctrl+Z): {}</source>
            <translation>Deshacer (Ctrl+Z): {}</translation>
        </message>
        <message>
            <source>Redo (Ctrl+Y): {}</source>
            <translation>Rehacer (Ctrl+Y): {}</translation>
        </message>
        <message>
            <source>{:,} scenes, {:,} labeled</source>
            <translation>{:,} escenas, {:,} etiquetadas</translation>
        </message>
        <message>
            <source>, {:,} selected</source>
            <translation>, {:,} seleccionadas</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>nada</translation>
        </message>
        <message>
            <source>Freed {}.</source>
            <translation>Se han liberado {}.</translation>
        </message>
        <message>
            <source>raster layer</source>
            <translation>capa ráster</translation>
        </message>
        <message>
            <source>vector layer</source>
            <translation>capa vectorial</translation>
        </message>
        <message>
            <source>several layers</source>
            <translation>varias capas</translation>
        </message>
        <message>
            <source>bands</source>
            <translation>bandas</translation>
        </message>
        <message>
            <source>yes or no</source>
            <translation>sí o no</translation>
        </message>
        <message>
            <source>one of</source>
            <translation>uno de</translation>
        </message>
        <message>
            <source>text</source>
            <translation>texto</translation>
        </message>
        <message>
            <source>expression</source>
            <translation>expresión</translation>
        </message>
        <message>
            <source>extent</source>
            <translation>extensión</translation>
        </message>
        <message>
            <source>coordinate reference system</source>
            <translation>sistema de referencia de coordenadas</translation>
        </message>
        <message>
            <source>vector layer or table</source>
            <translation>capa vectorial o tabla</translation>
        </message>
        <message>
            <source>raster</source>
            <translation>ráster</translation>
        </message>
        <message>
            <source>whole number</source>
            <translation>número entero</translation>
        </message>
        <message>
            <source>number</source>
            <translation>número</translation>
        </message>
        <message>
            <source>layer</source>
            <translation>capa</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>Parámetros</translation>
        </message>
        <message>
            <source>Advanced parameters</source>
            <translation>Parámetros avanzados</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Resultados</translation>
        </message>
        <message>
            <source>folder</source>
            <translation>carpeta</translation>
        </message>
        <message>
            <source>polygon layer</source>
            <translation>capa de polígonos</translation>
        </message>
        <message>
            <source>optional</source>
            <translation>opcional</translation>
        </message>
        <message>
            <source>field of {}</source>
            <translation>campo de {}</translation>
        </message>
        <message>
            <source>{} from {} to {}</source>
            <translation>{} de {} a {}</translation>
        </message>
        <message>
            <source>{} of at least {}</source>
            <translation>{}, al menos {}</translation>
        </message>
        <message>
            <source>{} of at most {}</source>
            <translation>{}, como máximo {}</translation>
        </message>
        <message>
            <source>On the command line</source>
            <translation>En la línea de comandos</translation>
        </message>
        <message>
            <source>default {}</source>
            <translation>predeterminado: {}</translation>
        </message>
        <message>
            <source>required</source>
            <translation>obligatorio</translation>
        </message>
        <message>
            <source>file {}</source>
            <translation>archivo {}</translation>
        </message>
        <message>
            <source>The style was not stored with the layer: {}</source>
            <translation>El estilo no se guardó con la capa: {}</translation>
        </message>
        <message>
            <source>Description</source>
            <translation>Descripción</translation>
        </message>
        <message>
            <source>Parent</source>
            <translation>Superior</translation>
        </message>
        <message>
            <source>Unassigned</source>
            <translation>Sin asignar</translation>
        </message>
        <message>
            <source>No class yet ({})</source>
            <translation>Aún sin clase ({})</translation>
        </message>
        <message>
            <source>Unchanged</source>
            <translation>Sin cambios</translation>
        </message>
        <message>
            <source>Not compared</source>
            <translation>No comparado</translation>
        </message>
        <message>
            <source>Unchanged (below {:.2f})</source>
            <translation>Sin cambios (por debajo de {:.2f})</translation>
        </message>
        <message>
            <source>Not labeled yet</source>
            <translation>Aún sin etiquetar</translation>
        </message>
        <message>
            <source>Other changes</source>
            <translation>Otros cambios</translation>
        </message>
        <message>
            <source>Scene</source>
            <translation>Escena</translation>
        </message>
        <message>
            <source>Row</source>
            <translation>Fila</translation>
        </message>
        <message>
            <source>Valid fraction</source>
            <translation>Fracción válida</translation>
        </message>
        <message>
            <source>Subcluster</source>
            <translation>Subclúster</translation>
        </message>
        <message>
            <source>Edited cluster</source>
            <translation>Clúster editado</translation>
        </message>
        <message>
            <source>Class name</source>
            <translation>Nombre de la clase</translation>
        </message>
        <message>
            <source>Class from</source>
            <translation>Origen de la clase</translation>
        </message>
        <message>
            <source>Second cluster</source>
            <translation>Segundo clúster</translation>
        </message>
        <message>
            <source>Second probability</source>
            <translation>Segunda probabilidad</translation>
        </message>
        <message>
            <source>Ambiguous</source>
            <translation>Ambigua</translation>
        </message>
        <message>
            <source>Exemplar rank</source>
            <translation>Orden de ejemplar</translation>
        </message>
        <message>
            <source>Embedding x</source>
            <translation>Embedding x</translation>
        </message>
        <message>
            <source>Embedding y</source>
            <translation>Embedding y</translation>
        </message>
        <message>
            <source>Share</source>
            <translation>Proporción</translation>
        </message>
        <message>
            <source>Area (m²)</source>
            <translation>Superficie (m²)</translation>
        </message>
        <message>
            <source>Mean probability</source>
            <translation>Probabilidad media</translation>
        </message>
        <message>
            <source>Nearest cluster</source>
            <translation>Clúster más cercano</translation>
        </message>
        <message>
            <source>Distance</source>
            <translation>Distancia</translation>
        </message>
        <message>
            <source>Rank</source>
            <translation>Orden</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>Motivo</translation>
        </message>
        <message>
            <source>Gain</source>
            <translation>Ganancia</translation>
        </message>
        <message>
            <source>Not this class</source>
            <translation>No es esta clase</translation>
        </message>
        <message>
            <source>Labeled by</source>
            <translation>Etiquetado por</translation>
        </message>
        <message>
            <source>Labeled at</source>
            <translation>Etiquetado el</translation>
        </message>
        <message>
            <source>Second class</source>
            <translation>Segunda clase</translation>
        </message>
        <message>
            <source>Label</source>
            <translation>Etiqueta</translation>
        </message>
        <message>
            <source>Labeled as not</source>
            <translation>Etiquetado como no</translation>
        </message>
        <message>
            <source>Class by other labels</source>
            <translation>Clase según otras etiquetas</translation>
        </message>
        <message>
            <source>The style was not stored: {} could not be opened.</source>
            <translation>El estilo no se guardó: no se pudo abrir {}.</translation>
        </message>
        <message>
            <source>No cluster ({})</source>
            <translation>Sin clúster ({})</translation>
        </message>
        <message>
            <source>Unassigned ({})</source>
            <translation>Sin asignar ({})</translation>
        </message>
        <message>
            <source>Cluster {} ({})</source>
            <translation>Clúster {} ({})</translation>
        </message>
        <message>
            <source>Cluster at level {}</source>
            <translation>Clúster en el nivel {}</translation>
        </message>
        <message>
            <source>Python interpreter of the worker (empty: find it)</source>
            <translation>Intérprete de Python del proceso de trabajo (vacío: buscarlo)</translation>
        </message>
        <message>
            <source>Most that stopped runs may leave in the cache (GB; 0: no limit)</source>
            <translation>Máximo que pueden dejar las ejecuciones detenidas en la caché (GB; 0: sin límite)</translation>
        </message>
    </context>
</TS>
