<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="pt_PT" sourcelanguage="en">
    <context>
        <name>RsDeepCluster</name>
        <message>
            <source>Map</source>
            <translation>Mapa</translation>
        </message>
        <message>
            <source>A cluster layer, or any polygon layer with a field of classes.</source>
            <translation>Uma camada de clusters, ou qualquer camada de polígonos com um campo de classes.</translation>
        </message>
        <message>
            <source>Field of the map</source>
            <translation>Campo do mapa</translation>
        </message>
        <message>
            <source>The field that holds the classes. Empty: class_code where any scene has a class, else the current cluster.</source>
            <translation>O campo que contém as classes. Vazio: class_code se alguma cena tiver classe; caso contrário, o cluster atual.</translation>
        </message>
        <message>
            <source>Reference layer</source>
            <translation>Camada de referência</translation>
        </message>
        <message>
            <source>Points or polygons with labels, in any coordinate reference system. A point labels the scene it lies in; a polygon those that it covers by half at least, and of several the one that covers most of a scene counts. A sample made by Validation sample labels just its own scenes.</source>
            <translation>Pontos ou polígonos com etiquetas, em qualquer sistema de referência de coordenadas. Um ponto etiqueta a cena em que se encontra; um polígono, as que cobre pelo menos até metade, e, se forem vários, conta o que cobre a maior parte da cena. Uma amostra feita com “Amostra de validação” etiqueta apenas as suas próprias cenas.</translation>
        </message>
        <message>
            <source>Field of the reference</source>
            <translation>Campo da referência</translation>
        </message>
        <message>
            <source>The field that holds the labels: codes or names of classes. Features without a label are left out. Without a reference layer, it is a field of the map.</source>
            <translation>O campo que contém as etiquetas: códigos ou nomes de classes. Os elementos sem etiqueta são omitidos. Sem camada de referência, é um campo do mapa.</translation>
        </message>
        <message>
            <source>Reference raster</source>
            <translation>Raster de referência</translation>
        </message>
        <message>
            <source>A raster of class codes in band 1, in place of a layer. A scene takes the class that most of its pixels have, where at least half of them have one; of a fine raster, 256 x 256 pixels of each scene are looked at.</source>
            <translation>Um raster de códigos de classe na banda 1, em vez de uma camada. Uma cena recebe a classe que a maioria dos seus pixels tem, se pelo menos metade deles tiver uma; num raster fino, são examinados 256 x 256 pixels de cada cena.</translation>
        </message>
        <message>
            <source>Values of the map</source>
            <translation>Valores do mapa</translation>
        </message>
        <message>
            <source>automatic</source>
            <translation>automático</translation>
        </message>
        <message>
            <source>classes</source>
            <translation>classes</translation>
        </message>
        <message>
            <source>clusters</source>
            <translation>clusters</translation>
        </message>
        <message>
            <source>classes mean the same as in the reference; clusters are numbers without a meaning yet. automatic: clusters for the fields of clusters, else classes.</source>
            <translation>classes significam o mesmo que na referência; clusters são números que ainda não têm significado. automático: clusters para os campos de clusters; caso contrário, classes.</translation>
        </message>
        <message>
            <source>Confusion matrix</source>
            <translation>Matriz de confusão</translation>
        </message>
        <message>
            <source>One row per class on the map, with the number of scenes of each class in the reference (ref_...), their total and the user's accuracy.</source>
            <translation>Uma linha por classe do mapa, com o número de cenas de cada classe na referência (ref_...), o seu total e a exatidão do utilizador.</translation>
        </message>
        <message>
            <source>Accuracy of the classes</source>
            <translation>Exatidão das classes</translation>
        </message>
        <message>
            <source>One row per class: scenes, user's and producer's accuracy, the latter also by area (prod_area), F1, mapped area, and area as estimated from the reference (est_ha), with 95 % confidence intervals. Areas are in hectares on the ellipsoid.</source>
            <translation>Uma linha por classe: cenas, exatidão do utilizador e do produtor, esta última também por área (prod_area), F1, área mapeada e área estimada a partir da referência (est_ha), com intervalos de confiança de 95 %. As áreas estão em hectares sobre o elipsoide.</translation>
        </message>
        <message>
            <source>Report</source>
            <translation>Relatório</translation>
        </message>
        <message>
            <source>HTML</source>
            <translation>HTML</translation>
        </message>
        <message>
            <source>All numbers, the colored confusion matrix and what was left out, in a file.</source>
            <translation>Todos os números, a matriz de confusão colorida e o que foi omitido, num ficheiro.</translation>
        </message>
        <message>
            <source>Overall accuracy</source>
            <translation>Exatidão global</translation>
        </message>
        <message>
            <source>Overall accuracy of clusters named after labels elsewhere</source>
            <translation>Exatidão global dos clusters nomeados a partir de etiquetas de outros locais</translation>
        </message>
        <message>
            <source>Kappa</source>
            <translation>Kappa</translation>
        </message>
        <message>
            <source>Standard error of kappa</source>
            <translation>Erro padrão do kappa</translation>
        </message>
        <message>
            <source>Mean F1 of the classes</source>
            <translation>F1 médio das classes</translation>
        </message>
        <message>
            <source>Overall accuracy by area</source>
            <translation>Exatidão global por área</translation>
        </message>
        <message>
            <source>Overall accuracy by area, lower end</source>
            <translation>Exatidão global por área, limite inferior</translation>
        </message>
        <message>
            <source>Overall accuracy by area, upper end</source>
            <translation>Exatidão global por área, limite superior</translation>
        </message>
        <message>
            <source>Accuracy under the best matching</source>
            <translation>Exatidão com a melhor correspondência</translation>
        </message>
        <message>
            <source>Normalized mutual information</source>
            <translation>Informação mútua normalizada</translation>
        </message>
        <message>
            <source>Adjusted mutual information</source>
            <translation>Informação mútua ajustada</translation>
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
            <translation>Cenas comparadas</translation>
        </message>
        <message>
            <source>Number of classes</source>
            <translation>Número de classes</translation>
        </message>
        <message>
            <source>Labeled scenes left out</source>
            <translation>Cenas etiquetadas omitidas</translation>
        </message>
        <message>
            <source>Clusters</source>
            <translation>Clusters</translation>
        </message>
        <message>
            <source>A layer made by Cluster a raster, Cluster features, Apply clusters or Refine model, in a GeoPackage. It is edited in place; the field cluster stays as it is, each edit is a row in the table rs_deepcluster_history, and Undo takes the last back.</source>
            <translation>Uma camada criada com “Agrupar um raster”, “Agrupar características em clusters”, “Aplicar clusters” ou “Refinar modelo”, num GeoPackage. É editada no próprio local; o campo cluster fica como está, cada edição é uma linha da tabela rs_deepcluster_history, e “Desfazer a última edição” reverte a última.</translation>
        </message>
        <message>
            <source>Scenes changed</source>
            <translation>Cenas alteradas</translation>
        </message>
        <message>
            <source>Mapping</source>
            <translation>Correspondência</translation>
        </message>
        <message>
            <source>Clusters and the codes or names of their classes, as 1=311,2=311,3=Pastures; 4= takes the class of cluster 4 away. Semicolons and new lines separate as well. Empty: the table below, or only the schema is set.</source>
            <translation>Clusters e os códigos ou nomes das suas classes, como 1=311,2=311,3=Pastagens; 4= retira a classe do cluster 4. O ponto e vírgula e as quebras de linha também separam. Vazio: a tabela abaixo, ou apenas se define o esquema.</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>Tabela</translation>
        </message>
        <message>
            <source>In place of a mapping: a table with the columns cluster, and class_code or class_name, as Cluster table writes it (GeoPackage, CSV, spreadsheet). Clusters without a class in it stay as they are.</source>
            <translation>Em vez de uma correspondência: uma tabela com as colunas cluster, e class_code ou class_name, tal como a escreve “Tabela de clusters” (GeoPackage, CSV, folha de cálculo). Os clusters que não têm classe nela ficam como estão.</translation>
        </message>
        <message>
            <source>Schema</source>
            <translation>Esquema</translation>
        </message>
        <message>
            <source>of the layer</source>
            <translation>da camada</translation>
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
            <translation>de ficheiro</translation>
        </message>
        <message>
            <source>The classes: CORINE Land Cover (levels 1 to 3), the National Land Cover Database of the United States, Anderson's land use and land cover (levels 1 and 2), ESA WorldCover, Dynamic World, FAO's LCCS (top level), or the file or table below. The layer's own is the one that was used last; where there is none, the texts of the mapping become classes.</source>
            <translation>As classes: CORINE Land Cover (níveis 1 a 3), a National Land Cover Database dos Estados Unidos, o uso e cobertura do solo de Anderson (níveis 1 e 2), ESA WorldCover, Dynamic World, o LCCS da FAO (nível superior), ou o ficheiro ou a tabela abaixo. O da própria camada é o que foi usado por último; se não houver nenhum, os textos da correspondência tornam-se classes.</translation>
        </message>
        <message>
            <source>Schema file</source>
            <translation>Ficheiro de esquema</translation>
        </message>
        <message>
            <source>Schemas (*.csv *.json *.geojson *.qml *.clr *.txt)</source>
            <translation>Esquemas (*.csv *.json *.geojson *.qml *.clr *.txt)</translation>
        </message>
        <message>
            <source>A schema of your own; it takes the place of the one above. CSV with the columns code, name, color, description and parent (or value, label, red, green, blue), JSON (also a STAC item, a legend of names and colors, and GeoJSON), a categorized, paletted or exact pseudocolor style of QGIS (.qml), or a color table (.clr, .txt). Colors are #rrggbb, red,green,blue or CSS names; classes without one get one.</source>
            <translation>Um esquema próprio; substitui o de cima. CSV com as colunas code, name, color, description e parent (ou value, label, red, green, blue), JSON (também um item STAC, uma legenda de nomes e cores, e GeoJSON), um estilo do QGIS categorizado, de paleta ou de pseudocor exata (.qml), ou uma tabela de cores (.clr, .txt). As cores são #rrggbb, vermelho,verde,azul ou nomes CSS; as classes sem cor recebem uma.</translation>
        </message>
        <message>
            <source>Encoding of the schema file</source>
            <translation>Codificação do ficheiro de esquema</translation>
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
            <translation>Europa Ocidental (Windows-1252)</translation>
        </message>
        <message>
            <source>Central European (Windows-1250)</source>
            <translation>Europa Central (Windows-1250)</translation>
        </message>
        <message>
            <source>Cyrillic (Windows-1251)</source>
            <translation>Cirílico (Windows-1251)</translation>
        </message>
        <message>
            <source>Greek (Windows-1253)</source>
            <translation>Grego (Windows-1253)</translation>
        </message>
        <message>
            <source>Turkish (Windows-1254)</source>
            <translation>Turco (Windows-1254)</translation>
        </message>
        <message>
            <source>Chinese, simplified (GB18030)</source>
            <translation>Chinês simplificado (GB18030)</translation>
        </message>
        <message>
            <source>Chinese, traditional (Big5)</source>
            <translation>Chinês tradicional (Big5)</translation>
        </message>
        <message>
            <source>Japanese (Shift JIS)</source>
            <translation>Japonês (Shift JIS)</translation>
        </message>
        <message>
            <source>Korean (EUC-KR)</source>
            <translation>Coreano (EUC-KR)</translation>
        </message>
        <message>
            <source>Only a file that is neither in UTF-8 nor in an encoding that can be told from others needs it.</source>
            <translation>Só é necessária para um ficheiro que não está em UTF-8 nem numa codificação que se possa distinguir de outras.</translation>
        </message>
        <message>
            <source>Schema table</source>
            <translation>Tabela de esquema</translation>
        </message>
        <message>
            <source>A table with the same columns as the CSV file, such as Class schema makes; it takes the place of the schema above.</source>
            <translation>Uma tabela com as mesmas colunas que o ficheiro CSV, como a que “Esquema de classes” cria; substitui o esquema de cima.</translation>
        </message>
        <message>
            <source>Keep corrections</source>
            <translation>Manter as correções</translation>
        </message>
        <message>
            <source>Scenes whose class was corrected singly (class_source is scene or label) keep it, also if their cluster gets another one.</source>
            <translation>As cenas cuja classe foi corrigida individualmente (class_source é scene ou label) mantêm-na, mesmo que o seu cluster receba outra.</translation>
        </message>
        <message>
            <source>Replace all</source>
            <translation>Substituir tudo</translation>
        </message>
        <message>
            <source>Clusters that are not named lose the class they have; for another schema, whose classes are not those of the layer.</source>
            <translation>Os clusters que não são nomeados perdem a classe que têm; para outro esquema, cujas classes não são as da camada.</translation>
        </message>
        <message>
            <source>Scenes without a class</source>
            <translation>Cenas sem classe</translation>
        </message>
        <message>
            <source>A layer made by Cluster a raster, Cluster features, Apply clusters or Refine model, in any format, or the selected scenes of one.</source>
            <translation>Uma camada criada com “Agrupar um raster”, “Agrupar características em clusters”, “Aplicar clusters” ou “Refinar modelo”, em qualquer formato, ou as cenas selecionadas de uma.</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>Campo</translation>
        </message>
        <message>
            <source>Field whose values are the classes. Empty: the class of a scene where it has one, else its current cluster. class_code leaves scenes without a class out.</source>
            <translation>Campo cujos valores são as classes. Vazio: a classe de cada cena, se a tiver; caso contrário, o seu cluster atual. class_code omite as cenas sem classe.</translation>
        </message>
        <message>
            <source>Raster</source>
            <translation>Raster</translation>
        </message>
        <message>
            <source>Raster whose size, pixels and coordinate reference system are taken. Empty: the raster that a layer in a GeoPackage has noted.</source>
            <translation>Raster do qual se tomam o tamanho, os pixels e o sistema de referência de coordenadas. Vazio: o raster que uma camada num GeoPackage tem anotado.</translation>
        </message>
        <message>
            <source>Pixel size</source>
            <translation>Tamanho do pixel</translation>
        </message>
        <message>
            <source>In map units of the layer, in place of a raster: pixels of this size cover the extent of the layer.</source>
            <translation>Em unidades de mapa da camada, em vez de um raster: pixels deste tamanho cobrem a extensão da camada.</translation>
        </message>
        <message>
            <source>Class raster</source>
            <translation>Raster de classes</translation>
        </message>
        <message>
            <source>GeoTIFF with the class of each pixel, tiled and compressed; 8 bits up to value 255, else 16. No data is 0, or 255 (65535) where 0 is a class.</source>
            <translation>GeoTIFF com a classe de cada pixel, em blocos e comprimido; 8 bits até ao valor 255, senão 16. Sem dados é 0, ou 255 (65535) se 0 for uma classe.</translation>
        </message>
        <message>
            <source>A layer made by Cluster a raster, Cluster features, Apply clusters or Refine model, in any format. Only a GeoPackage knows its raster, its settings and its edits.</source>
            <translation>Uma camada criada com “Agrupar um raster”, “Agrupar características em clusters”, “Aplicar clusters” ou “Refinar modelo”, em qualquer formato. Só um GeoPackage conhece o seu raster, as suas configurações e as suas edições.</translation>
        </message>
        <message>
            <source>The raster that the pictures are cut from. Empty: the one that the clusters were made of, or their folder of images; where it is gone, there are no pictures.</source>
            <translation>O raster do qual se recortam as imagens. Vazio: aquele a partir do qual foram feitos os clusters, ou a sua pasta de imagens; se já não existir, não há imagens.</translation>
        </message>
        <message>
            <source>Cluster model</source>
            <translation>Modelo de clusters</translation>
        </message>
        <message>
            <source>Tells the settings and the merge tree of a layer that is in no GeoPackage. Empty: the one that was written with the layer.</source>
            <translation>Indica as configurações e a árvore de fusões de uma camada que não está num GeoPackage. Vazio: o que foi escrito com a camada.</translation>
        </message>
        <message>
            <source>Pictures of each cluster</source>
            <translation>Imagens de cada cluster</translation>
        </message>
        <message>
            <source>Its most typical scene comes first, the next ones are as different as it is.</source>
            <translation>A sua cena mais típica vem primeiro; as seguintes são tão diversas como o cluster.</translation>
        </message>
        <message>
            <source>Size of the pictures (pixels)</source>
            <translation>Tamanho das imagens (pixels)</translation>
        </message>
        <message>
            <source>Width and height in pixels. Smaller ones are made where there are so many clusters that the file would become too large to be sent.</source>
            <translation>Largura e altura em pixels. São feitas menores quando há tantos clusters que o ficheiro ficaria demasiado grande para ser enviado.</translation>
        </message>
        <message>
            <source>One file with everything in it, of up to about 15 MB.</source>
            <translation>Um único ficheiro com tudo, de até cerca de 15 MB.</translation>
        </message>
        <message>
            <source>Number of clusters</source>
            <translation>Número de clusters</translation>
        </message>
        <message>
            <source>Number of scenes</source>
            <translation>Número de cenas</translation>
        </message>
        <message>
            <source>Features</source>
            <translation>Características</translation>
        </message>
        <message>
            <source>The features of these scenes, by which the nearest cluster is found. Empty: those that a layer in a GeoPackage has noted; where there are none, clusters are near that are near in the embedding.</source>
            <translation>As características destas cenas, com as quais se encontra o cluster mais próximo. Vazio: as que uma camada num GeoPackage tem anotadas; se não existirem, são próximos os clusters que são próximos no embedding.</translation>
        </message>
        <message>
            <source>The raster whose bands are measured; all but alpha bands, valid pixels only. Empty: the raster that a layer in a GeoPackage has noted.</source>
            <translation>O raster cujas bandas são medidas; todas exceto as bandas alfa, e apenas os pixels válidos. Vazio: o raster que uma camada num GeoPackage tem anotado.</translation>
        </message>
        <message>
            <source>Band statistics</source>
            <translation>Estatísticas das bandas</translation>
        </message>
        <message>
            <source>Reads the raster once and adds the mean and the standard deviation of each band. A pixel that several scenes share counts for the scene of the highest probability.</source>
            <translation>Lê o raster uma vez e acrescenta a média e o desvio padrão de cada banda. Um pixel partilhado por várias cenas conta para a cena de maior probabilidade.</translation>
        </message>
        <message>
            <source>Cluster table</source>
            <translation>Tabela de clusters</translation>
        </message>
        <message>
            <source>Without geometry: cluster; class_code and class_name, filled in where all scenes agree; hint_name with hint_code, hint_score and hint_by where Suggest names was run, which is a suggestion and no class; scenes; share; area in square meters on the ellipsoid; mean_probability; ambiguous (share of scenes); nearest_cluster with the similarity (cosine of the mean features) and the distance in the embedding; exemplars (scene_id, the most typical first); b1_mean, b1_std and so on. In spreadsheet formats, text that looks like a formula gets a ' in front, which Assign classes takes away again.</source>
            <translation>Sem geometria: cluster; class_code e class_name, preenchidos quando todas as cenas coincidem; hint_name com hint_code, hint_score e hint_by se “Sugerir nomes” foi executado: uma sugestão, não uma classe; scenes; share; area em metros quadrados sobre o elipsoide; mean_probability; ambiguous (proporção de cenas); nearest_cluster com a semelhança (cosseno das características médias) e a distância no embedding; exemplars (scene_id, primeiro as mais típicas); b1_mean, b1_std, etc. Nos formatos de folha de cálculo, um texto que parece uma fórmula leva um ' à frente, que “Atribuir classes” volta a retirar.</translation>
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
            <translation>Os valores são</translation>
        </message>
        <message>
            <source>the same on both maps</source>
            <translation>os mesmos nos dois mapas</translation>
        </message>
        <message>
            <source>numbered differently</source>
            <translation>numerados de forma diferente</translation>
        </message>
        <message>
            <source>the same on both maps: class codes, or clusters of one model (Apply clusters). numbered differently: clusters of maps made separately, which are matched. automatic: fields of clusters are numbered differently, all others are the same.</source>
            <translation>os mesmos nos dois mapas: códigos de classe, ou clusters de um mesmo modelo (“Aplicar clusters”). numerados de forma diferente: clusters de mapas feitos separadamente, que são emparelhados. automático: os campos de clusters estão numerados de forma diferente, todos os outros são iguais.</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Mudança</translation>
        </message>
        <message>
            <source>The scenes of the second map with before, after, changed, and change as text (A → B). Scenes that one of the maps says nothing of have no value in changed.</source>
            <translation>As cenas do segundo mapa com before, after, changed, e change como texto (A → B). As cenas sobre as quais um dos mapas nada diz não têm valor em changed.</translation>
        </message>
        <message>
            <source>Change matrix</source>
            <translation>Matriz de mudanças</translation>
        </message>
        <message>
            <source>One row per pair of classes that occurs: before, after, scenes and hectares.</source>
            <translation>Uma linha por cada par de classes que ocorre: before, after, cenas e hectares.</translation>
        </message>
        <message>
            <source>The change matrix, the changes by area and the agreement, in one file.</source>
            <translation>A matriz de mudanças, as mudanças por área e a concordância, num ficheiro.</translation>
        </message>
        <message>
            <source>Share of scenes that have not changed</source>
            <translation>Proporção de cenas que não mudaram</translation>
        </message>
        <message>
            <source>Share of the area that has not changed</source>
            <translation>Proporção da área que não mudou</translation>
        </message>
        <message>
            <source>Scenes that are not compared</source>
            <translation>Cenas que não são comparadas</translation>
        </message>
        <message>
            <source>one feature for each class</source>
            <translation>uma feição por classe</translation>
        </message>
        <message>
            <source>one feature for each area</source>
            <translation>uma feição por área</translation>
        </message>
        <message>
            <source>A class may have many areas that do not touch along an edge: one feature of several parts for all of them, or a feature for each. Scenes count for the area that their middle is in.</source>
            <translation>Uma classe pode ter muitas áreas que não se tocam ao longo de uma aresta: um elemento com várias partes para todas, ou um elemento para cada uma. As cenas contam para a área em que está o seu centro.</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>Classes</translation>
        </message>
        <message>
            <source>Polygons with code, name and color of the class, scenes, area in square meters on the ellipsoid (in the plane of a system that has none), mean_probability and the clusters of their scenes. The style is stored with the data.</source>
            <translation>Polígonos com código, nome e cor da classe, cenas, área em metros quadrados sobre o elipsoide (no plano de um sistema que não tem nenhum), mean_probability e os clusters das suas cenas. O estilo é guardado com os dados.</translation>
        </message>
        <message>
            <source>Number of features</source>
            <translation>Número de elementos</translation>
        </message>
        <message>
            <source>The layer that holds the examples; its selected scenes are taken where no ids and no expression are given. Found scenes get its clusters and classes.</source>
            <translation>A camada que contém os exemplos; são usadas as suas cenas selecionadas se não forem indicados números nem expressão. As cenas encontradas recebem os seus clusters e classes.</translation>
        </message>
        <message>
            <source>Examples</source>
            <translation>Exemplos</translation>
        </message>
        <message>
            <source>Numbers of the examples from the field scene_id, as 12, 15-20.</source>
            <translation>Números dos exemplos do campo scene_id, como 12, 15-20.</translation>
        </message>
        <message>
            <source>Examples by expression</source>
            <translation>Exemplos por expressão</translation>
        </message>
        <message>
            <source>Scenes of the layer for which it is true, as "exemplar_rank" = 1 AND "cluster" = 4.</source>
            <translation>Cenas da camada para as quais é verdadeira, como "exemplar_rank" = 1 AND "cluster" = 4.</translation>
        </message>
        <message>
            <source>Counterexamples</source>
            <translation>Contraexemplos</translation>
        </message>
        <message>
            <source>Numbers of scenes that are not meant, among the features of the examples, as 12, 15-20. A scene that is more like one of these than like the examples is not found.</source>
            <translation>Números de cenas que não se procuram, entre as características dos exemplos, como 12, 15-20. Uma cena que se parece mais com uma destas do que com os exemplos não é encontrada.</translation>
        </message>
        <message>
            <source>The features of the examples, made by Extract features or Cluster a raster. Empty: those that a layer in a GeoPackage has noted.</source>
            <translation>As características dos exemplos, feitas com “Extrair características” ou “Agrupar um raster”. Vazio: as que uma camada num GeoPackage tem anotadas.</translation>
        </message>
        <message>
            <source>Features to search</source>
            <translation>Características onde procurar</translation>
        </message>
        <message>
            <source>Where to search: the features of another raster, of the same model. Empty: among the scenes of the examples' own file.</source>
            <translation>Onde procurar: as características de outro raster, do mesmo modelo. Vazio: entre as cenas do próprio ficheiro dos exemplos.</translation>
        </message>
        <message>
            <source>Similar to</source>
            <translation>Semelhante a</translation>
        </message>
        <message>
            <source>mean of the examples</source>
            <translation>média dos exemplos</translation>
        </message>
        <message>
            <source>nearest example</source>
            <translation>exemplo mais próximo</translation>
        </message>
        <message>
            <source>The mean of the similarities to all examples, for examples of one kind; or the similarity to the nearest example, for examples of several kinds.</source>
            <translation>A média das semelhanças com todos os exemplos, para exemplos de um só tipo; ou a semelhança com o exemplo mais próximo, para exemplos de vários tipos.</translation>
        </message>
        <message>
            <source>Most scenes</source>
            <translation>Máximo de cenas</translation>
        </message>
        <message>
            <source>As many of the most similar scenes are found.</source>
            <translation>É encontrado este número das cenas mais semelhantes.</translation>
        </message>
        <message>
            <source>Lowest similarity</source>
            <translation>Semelhança mínima</translation>
        </message>
        <message>
            <source>Scenes that are less similar are not found.</source>
            <translation>As cenas menos semelhantes não são encontradas.</translation>
        </message>
        <message>
            <source>Similar scenes</source>
            <translation>Cenas semelhantes</translation>
        </message>
        <message>
            <source>The scenes by rank, with their similarity, and with their cluster and their class in the layer.</source>
            <translation>As cenas por ordem, com a sua semelhança, e com o seu cluster e a sua classe na camada.</translation>
        </message>
        <message>
            <source>Number of scenes found</source>
            <translation>Número de cenas encontradas</translation>
        </message>
        <message>
            <source>Merge by</source>
            <translation>Fundir por</translation>
        </message>
        <message>
            <source>named clusters</source>
            <translation>clusters indicados</translation>
        </message>
        <message>
            <source>level of the tree</source>
            <translation>nível da árvore</translation>
        </message>
        <message>
            <source>similarity</source>
            <translation>semelhança</translation>
        </message>
        <message>
            <source>named clusters: those listed below. level of the tree: as many clusters as the detail or the number below say. similarity: all whose mean features are as alike as said below.</source>
            <translation>clusters indicados: os que são listados abaixo. nível da árvore: tantos clusters quantos indicarem o detalhe ou o número abaixo. semelhança: todos aqueles cujas características médias se parecem tanto quanto se indica abaixo.</translation>
        </message>
        <message>
            <source>Clusters to merge</source>
            <translation>Clusters a fundir</translation>
        </message>
        <message>
            <source>Named clusters: their numbers, as 3, 5, 8 or 3-5.</source>
            <translation>clusters indicados: os seus números, como 3, 5, 8 ou 3-5.</translation>
        </message>
        <message>
            <source>Merge into cluster</source>
            <translation>Fundir no cluster</translation>
        </message>
        <message>
            <source>Named clusters: the cluster whose number and class remain. Empty: the largest of them.</source>
            <translation>clusters indicados: o cluster cujo número e classe se mantêm. Vazio: o maior deles.</translation>
        </message>
        <message>
            <source>Detail</source>
            <translation>Detalhe</translation>
        </message>
        <message>
            <source>coarse</source>
            <translation>grosseiro</translation>
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
            <translation>nível da árvore: quantos clusters restam. Só a mistura de processos de Dirichlet conhece estes níveis; para outros clusters, indique o número.</translation>
        </message>
        <message>
            <source>Level of the tree: as many clusters remain, whatever the detail.</source>
            <translation>nível da árvore: resta este número de clusters, seja qual for o detalhe.</translation>
        </message>
        <message>
            <source>Similarity</source>
            <translation>Semelhança</translation>
        </message>
        <message>
            <source>Similarity: clusters are merged whose mean features have a cosine similarity of at least this, by average linkage. The features are centered, so that 0 is the similarity of clusters that have nothing in common.</source>
            <translation>semelhança: são fundidos os clusters cujas características médias têm uma semelhança do cosseno de pelo menos este valor, por ligação média. As características estão centradas, de modo que 0 é a semelhança de clusters que nada têm em comum.</translation>
        </message>
        <message>
            <source>Only clusters that are merged by similarity need it.</source>
            <translation>Só é necessária para os clusters que são fundidos por semelhança.</translation>
        </message>
        <message>
            <source>Features (*.parquet)</source>
            <translation>Características (*.parquet)</translation>
        </message>
        <message>
            <source>The features of the layer's scenes, made by Cluster a raster or Extract features. Empty: the file that was made with the layer. </source>
            <translation>As características das cenas da camada, feitas com “Agrupar um raster” ou “Extrair características”. Vazio: o ficheiro que foi criado com a camada. </translation>
        </message>
        <message>
            <source>Selected scenes</source>
            <translation>Cenas selecionadas</translation>
        </message>
        <message>
            <source>The scenes that are selected in the layer.</source>
            <translation>As cenas que estão selecionadas na camada.</translation>
        </message>
        <message>
            <source>Listed scenes</source>
            <translation>Cenas listadas</translation>
        </message>
        <message>
            <source>Numbers from the field scene_id, as 12, 15-20.</source>
            <translation>Números do campo scene_id, como 12, 15-20.</translation>
        </message>
        <message>
            <source>Scenes by expression</source>
            <translation>Cenas por expressão</translation>
        </message>
        <message>
            <source>Scenes for which this is true, as cluster = 3 and probability &lt; 0.4.</source>
            <translation>Cenas para as quais isto é verdadeiro, como cluster = 3 and probability &lt; 0.4.</translation>
        </message>
        <message>
            <source>Scenes inside polygons</source>
            <translation>Cenas dentro de polígonos</translation>
        </message>
        <message>
            <source>Polygons in any coordinate reference system. Scenes with their center inside are taken.</source>
            <translation>Polígonos em qualquer sistema de referência de coordenadas. São usadas as cenas cujo centro está dentro.</translation>
        </message>
        <message>
            <source>To cluster</source>
            <translation>Para o cluster</translation>
        </message>
        <message>
            <source>The number of the cluster that the scenes are moved to. 0: a new cluster.</source>
            <translation>O número do cluster para o qual as cenas são movidas. 0: um novo cluster.</translation>
        </message>
        <message>
            <source>To class</source>
            <translation>Para a classe</translation>
        </message>
        <message>
            <source>Code or name of a class of the layer's schema. Where the layer has no schema, any name.</source>
            <translation>Código ou nome de uma classe do esquema da camada. Se a camada não tiver esquema, qualquer nome.</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>Edição</translation>
        </message>
        <message>
            <source>The classes: CORINE Land Cover (levels 1 to 3), the National Land Cover Database of the United States, Anderson's land use and land cover (levels 1 and 2), ESA WorldCover, Dynamic World, FAO's LCCS (top level), or the file or table below.</source>
            <translation>As classes: CORINE Land Cover (níveis 1 a 3), a National Land Cover Database dos Estados Unidos, o uso e cobertura do solo de Anderson (níveis 1 e 2), ESA WorldCover, Dynamic World, o LCCS da FAO (nível superior), ou o ficheiro ou a tabela abaixo.</translation>
        </message>
        <message>
            <source>Level</source>
            <translation>Nível</translation>
        </message>
        <message>
            <source>Only the classes of this level, 1 being the top. Empty: all levels.</source>
            <translation>Apenas as classes deste nível; 1 é o superior. Vazio: todos os níveis.</translation>
        </message>
        <message>
            <source>One row per class, without geometry: code, name, color, description and parent, which is the code of the class above it.</source>
            <translation>Uma linha por classe, sem geometria: code, name, color, description e parent, que é o código da classe acima.</translation>
        </message>
        <message>
            <source>Schema as JSON</source>
            <translation>Esquema em JSON</translation>
        </message>
        <message>
            <source>The same as one file, to keep and to share.</source>
            <translation>O mesmo num único ficheiro, para guardar e partilhar.</translation>
        </message>
        <message>
            <source>Smooth</source>
            <translation>Suavizar</translation>
        </message>
        <message>
            <source>automatic: classes where any are assigned, else clusters.</source>
            <translation>automático: classes se houver alguma atribuída; caso contrário, clusters.</translation>
        </message>
        <message>
            <source>Radius (scenes)</source>
            <translation>Raio (cenas)</translation>
        </message>
        <message>
            <source>Scenes of a grid: how many rows and columns around a scene are its neighborhood; 1 are its eight neighbors.</source>
            <translation>Cenas de uma quadrícula: quantas linhas e colunas em redor de uma cena formam a sua vizinhança; 1 são as suas oito vizinhas.</translation>
        </message>
        <message>
            <source>Iterations</source>
            <translation>Iterações</translation>
        </message>
        <message>
            <source>How often the majority is taken; it ends before where nothing changes. 0: only small groups are dissolved.</source>
            <translation>Quantas vezes se toma a maioria; termina antes se nada mudar. 0: apenas se dissolvem os grupos pequenos.</translation>
        </message>
        <message>
            <source>Weight of the scene itself</source>
            <translation>Peso da própria cena</translation>
        </message>
        <message>
            <source>How many times its probability a scene weighs in its own neighborhood.</source>
            <translation>Quantas vezes a sua probabilidade uma cena pesa na sua própria vizinhança.</translation>
        </message>
        <message>
            <source>Minimum mapping unit (scenes)</source>
            <translation>Unidade mínima de mapeamento (cenas)</translation>
        </message>
        <message>
            <source>Connected groups of fewer scenes dissolve into the class with which they have the longest border, weighted by the probability of the scenes there. 1: none do.</source>
            <translation>Os grupos ligados com menos cenas dissolvem-se na classe com a qual têm a fronteira mais longa, ponderada pela probabilidade das cenas aí situadas. 1: nenhum.</translation>
        </message>
        <message>
            <source>Only below this probability</source>
            <translation>Só abaixo desta probabilidade</translation>
        </message>
        <message>
            <source>Only scenes with a smaller probability change. Empty: all may.</source>
            <translation>Só mudam as cenas com uma probabilidade menor. Vazio: todas podem mudar.</translation>
        </message>
        <message>
            <source>Cluster</source>
            <translation>Cluster</translation>
        </message>
        <message>
            <source>The number of the cluster that is split.</source>
            <translation>O número do cluster que é dividido.</translation>
        </message>
        <message>
            <source>Number of parts</source>
            <translation>Número de partes</translation>
        </message>
        <message>
            <source>Empty: inferred from the scenes, up to 8; two for the merge tree.</source>
            <translation>Vazio: deduzido das cenas, até 8; dois para a árvore de fusões.</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>Método</translation>
        </message>
        <message>
            <source>Dirichlet process mixture</source>
            <translation>Mistura de processos de Dirichlet</translation>
        </message>
        <message>
            <source>Gaussian mixture</source>
            <translation>Mistura gaussiana</translation>
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
            <translation>árvore de fusão</translation>
        </message>
        <message>
            <source>How the scenes are clustered. merge tree: by the last merges of the tree that was made with the layer, without looking at the features again; only for clusters of the Dirichlet process mixture and for those that were merged.</source>
            <translation>Como as cenas são agrupadas. árvore de fusão: pelas últimas fusões da árvore que foi feita com a camada, sem voltar a examinar as características; apenas para clusters da mistura de processos de Dirichlet e para os que foram fundidos.</translation>
        </message>
        <message>
            <source>Without it the scenes are split by umap_x and umap_y of the layer.</source>
            <translation>Sem elas, as cenas são divididas por umap_x e umap_y da camada.</translation>
        </message>
        <message>
            <source>Projection</source>
            <translation>Projeção</translation>
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
            <translation>Como são projetadas as características apenas destas cenas, antes de serem agrupadas.</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Semente</translation>
        </message>
        <message>
            <source>The same seed gives the same map on the same computer.</source>
            <translation>A mesma semente dá o mesmo mapa no mesmo computador.</translation>
        </message>
        <message>
            <source>The raster that tells what the scenes are. Empty: the raster that a layer in a GeoPackage has noted.</source>
            <translation>O raster que indica o que são as cenas. Vazio: o raster que uma camada num GeoPackage tem anotado.</translation>
        </message>
        <message>
            <source>Colors of the bands</source>
            <translation>Cores das bandas</translation>
        </message>
        <message>
            <source>What each band of the raster is, in their order and with commas: blue, green, red, nir, swir1, swir2, or - for another. Empty: as names and wavelengths in the file tell.</source>
            <translation>O que é cada banda do raster, pela ordem delas e com vírgulas: blue, green, red, nir, swir1, swir2, ou - para outra. Vazio: o que indicarem os nomes e os comprimentos de onda no ficheiro.</translation>
        </message>
        <message>
            <source>Weights of a text encoder</source>
            <translation>Pesos de um codificador de texto</translation>
        </message>
        <message>
            <source>Weights (*.pt *.pth *.bin *.safetensors)</source>
            <translation>Pesos (*.pt *.pth *.bin *.safetensors)</translation>
        </message>
        <message>
            <source>Weights of CLIP in the layout of OpenCLIP, such as RemoteCLIP-ViT-B-32.pt or RS5M_ViT-B-32.pt (GeoRSCLIP), which are not part of the plugin; the worker's Python needs the package open_clip_torch. Empty: names are suggested by the bands.</source>
            <translation>Pesos do CLIP no formato do OpenCLIP, como RemoteCLIP-ViT-B-32.pt ou RS5M_ViT-B-32.pt (GeoRSCLIP), que não fazem parte do plugin; o Python do processo de trabalho precisa do pacote open_clip_torch. Vazio: os nomes são sugeridos com base nas bandas.</translation>
        </message>
        <message>
            <source>Architecture of the text encoder</source>
            <translation>Arquitetura do codificador</translation>
        </message>
        <message>
            <source>What OpenCLIP calls it: ViT-B-32 and ViT-L-14 of RemoteCLIP and GeoRSCLIP, or RN50.</source>
            <translation>O nome que o OpenCLIP lhe dá: ViT-B-32 e ViT-L-14 para RemoteCLIP e GeoRSCLIP, ou RN50.</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>Prompt</translation>
        </message>
        <message>
            <source>The sentence that names are put into, in place of the {}.</source>
            <translation>A frase em que os nomes são inseridos, no lugar de {}.</translation>
        </message>
        <message>
            <source>Table of suggestions</source>
            <translation>Tabela de sugestões</translation>
        </message>
        <message>
            <source>A row for each cluster: its scenes, the suggestion, the second best one, and the means of what was measured.</source>
            <translation>Uma linha para cada cluster: as suas cenas, a sugestão, a segunda melhor, e as médias do que foi medido.</translation>
        </message>
        <message>
            <source>Clusters with a name</source>
            <translation>Clusters com nome</translation>
        </message>
        <message>
            <source>Sample size (scenes)</source>
            <translation>Tamanho da amostra (cenas)</translation>
        </message>
        <message>
            <source>Scenes in all. Empty: as many as the standard error below needs.</source>
            <translation>Cenas no total. Vazio: tantas quantas o erro padrão abaixo exige.</translation>
        </message>
        <message>
            <source>Standard error</source>
            <translation>Erro padrão</translation>
        </message>
        <message>
            <source>The standard error that overall accuracy is to have, where no sample size is given; half the confidence interval is about twice as wide.</source>
            <translation>O erro padrão que a exatidão global deve ter, se não for indicado um tamanho de amostra; metade do intervalo de confiança é cerca do dobro.</translation>
        </message>
        <message>
            <source>Expected user's accuracy</source>
            <translation>Exatidão do utilizador esperada</translation>
        </message>
        <message>
            <source>What part of each mapped class you guess to be right, from 0 to 1, where no sample size is given: one number, and others for single classes by code or name, as in 0.8,311=0.95,112=0.7.</source>
            <translation>Que parte de cada classe mapeada estima estar correta, de 0 a 1, se não for indicado um tamanho de amostra: um número, e outros para classes individuais por código ou nome, como em 0.8,311=0.95,112=0.7.</translation>
        </message>
        <message>
            <source>Allocation</source>
            <translation>Alocação</translation>
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
            <translation>Como a amostra é repartida entre as classes. equilibrado: segundo as suas áreas, mas as classes raras recebem o mínimo abaixo. proporcional: segundo as suas áreas. igual: o mesmo número de cada uma. Uma classe fornece pelo menos duas cenas, e não mais do que as que tem.</translation>
        </message>
        <message>
            <source>Minimum of a class</source>
            <translation>Mínimo por classe</translation>
        </message>
        <message>
            <source>Scenes of a rare class in a balanced allocation, or all that there are. In a small sample, which has no room for it, all classes get the same.</source>
            <translation>Cenas de uma classe rara numa alocação equilibrada, ou todas as que existirem. Numa amostra pequena, em que esse mínimo não cabe, todas as classes recebem o mesmo.</translation>
        </message>
        <message>
            <source>Geometry</source>
            <translation>Geometria</translation>
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
            <translation>As cenas amostradas como polígonos, ou como pontos no seu centro.</translation>
        </message>
        <message>
            <source>The same seed draws the same sample.</source>
            <translation>A mesma semente sorteia a mesma amostra.</translation>
        </message>
        <message>
            <source>Sample</source>
            <translation>Amostra</translation>
        </message>
        <message>
            <source>Scenes with number (the random order), scene_id, reference (empty, to be filled in), map_class and weight, which the attribute form hides.</source>
            <translation>Cenas com number (a ordem aleatória), scene_id, reference (vazio, para preencher), map_class e weight, que o formulário de atributos oculta.</translation>
        </message>
        <message>
            <source>Scenes in the sample</source>
            <translation>Cenas na amostra</translation>
        </message>
        <message>
            <source>A file made by Cluster a raster or Cluster features.</source>
            <translation>Um ficheiro criado com “Agrupar um raster” ou “Agrupar características em clusters”.</translation>
        </message>
        <message>
            <source>Imagery of any kind that QGIS opens: files of any band count and data type, virtual rasters, and web layers (WMS, XYZ) with an extent and a pixel size.</source>
            <translation>Imagens de qualquer tipo que o QGIS abra: ficheiros com qualquer número de bandas e tipo de dados, rasters virtuais, e camadas web (WMS, XYZ) com uma extensão e um tamanho de pixel.</translation>
        </message>
        <message>
            <source>Bands</source>
            <translation>Bandas</translation>
        </message>
        <message>
            <source>Bands that make the scenes, in the order red, green, blue for three; on the command line as 4;1;2. Empty: red, green and blue where the file names them, else its first three bands. The model has three channels: one band fills all three; of two, the third is their mean; of more than three, channel 1 is the mean of bands 1, 4, 7, channel 2 of 2, 5, 8, channel 3 of 3, 6, 9 and so on, in the order chosen. A model that was fine-tuned on another number of bands takes just as many, where none are chosen the first ones.</source>
            <translation>Bandas que formam as cenas, na ordem vermelho, verde, azul se forem três; na linha de comandos como 4;1;2. Vazio: vermelho, verde e azul se o ficheiro as nomear; caso contrário, as suas três primeiras bandas. O modelo tem três canais: uma só banda preenche os três; se forem duas, o terceiro é a sua média; se forem mais de três, o canal 1 é a média das bandas 1, 4, 7, o canal 2 das bandas 2, 5, 8, o canal 3 das bandas 3, 6, 9, e assim por diante, na ordem escolhida. Um modelo ajustado com outro número de bandas usa esse mesmo número; se nenhuma for escolhida, as primeiras.</translation>
        </message>
        <message>
            <source>Extent</source>
            <translation>Extensão</translation>
        </message>
        <message>
            <source>Part of the raster to use, in any coordinate reference system. The grid starts at its upper left pixel. Empty: all of the raster. Web layers need an extent.</source>
            <translation>Parte do raster a usar, em qualquer sistema de referência de coordenadas. A quadrícula começa no seu pixel superior esquerdo. Vazio: todo o raster. As camadas web precisam de uma extensão.</translation>
        </message>
        <message>
            <source>Pixel size of a web layer (map units)</source>
            <translation>Pixel de uma camada web (unidades)</translation>
        </message>
        <message>
            <source>Only for layers that are not files (WMS, XYZ, PostGIS raster): pixel size in map units at which they are fetched.</source>
            <translation>Apenas para camadas que não são ficheiros (WMS, XYZ, raster do PostGIS): tamanho do pixel, em unidades de mapa, com que são obtidas.</translation>
        </message>
        <message>
            <source>Features of the same model, in place of a raster.</source>
            <translation>Características do mesmo modelo, em vez de um raster.</translation>
        </message>
        <message>
            <source>as saved</source>
            <translation>como foi guardado</translation>
        </message>
        <message>
            <source>Dirichlet process mixture: another level of detail than the clusters were saved with. Nothing is fitted; the clusters of each level have their own numbers.</source>
            <translation>Mistura de processos de Dirichlet: outro nível de detalhe que não aquele com que os clusters foram guardados. Nada é ajustado; os clusters de cada nível têm os seus próprios números.</translation>
        </message>
        <message>
            <source>Scene or cell size</source>
            <translation>Tamanho da cena ou célula</translation>
        </message>
        <message>
            <source>Width and height of a scene or cell, which gets one cluster, in whole pixels or in the units chosen. Empty: the size the clusters were fitted with, in pixels.</source>
            <translation>Largura e altura de uma cena ou célula, que recebe um cluster, em pixels inteiros ou nas unidades escolhidas. Vazio: o tamanho com que os clusters foram ajustados, em pixels.</translation>
        </message>
        <message>
            <source>Context</source>
            <translation>Contexto</translation>
        </message>
        <message>
            <source>Width and height of the windows that the model sees, each with many cells in it: scenes are then cells that are told apart by what lies in them and around them, as small as a sixteenth of a window; an eighth is a good start. One look serves all cells of a window, so this is faster than small scenes, and the map is finer. It is rounded to a whole number of cells. In the units of the size. Where the size is left out, it is that of the clusters' own cells.</source>
            <translation>Largura e altura das janelas que o modelo vê, cada uma com muitas células: as cenas são então células que se distinguem pelo que há nelas e à sua volta, tão pequenas como 1/16 de uma janela; um oitavo é um bom começo. Um só olhar serve para todas as células de uma janela, por isso é mais rápido do que usar cenas pequenas, e o mapa é mais fino. É arredondado para um número inteiro de células. Nas unidades do tamanho. Se o tamanho for omitido, é o das células dos próprios clusters.</translation>
        </message>
        <message>
            <source>Units of size, context and stride</source>
            <translation>Unidades do tamanho, do contexto e do passo</translation>
        </message>
        <message>
            <source>pixels</source>
            <translation>pixels</translation>
        </message>
        <message>
            <source>map units</source>
            <translation>unidades de mapa</translation>
        </message>
        <message>
            <source>Pixels, or units of the raster's CRS, which are rounded to whole pixels.</source>
            <translation>Pixels, ou unidades do SRC do raster, que são arredondadas para pixels inteiros.</translation>
        </message>
        <message>
            <source>Stride</source>
            <translation>Passo</translation>
        </message>
        <message>
            <source>Distance between the starts of neighboring scenes. Empty: the scene size, so that scenes touch and do not overlap.</source>
            <translation>Distância entre os inícios de cenas vizinhas. Vazio: o tamanho da cena, de modo que as cenas se tocam e não se sobrepõem.</translation>
        </message>
        <message>
            <source>Scenes at the edge</source>
            <translation>Cenas na borda</translation>
        </message>
        <message>
            <source>keep</source>
            <translation>manter</translation>
        </message>
        <message>
            <source>drop</source>
            <translation>omitir</translation>
        </message>
        <message>
            <source>shift</source>
            <translation>deslocar</translation>
        </message>
        <message>
            <source>What becomes of scenes that would hang over the raster's right and lower edge. shift: they are moved inwards, so that the model sees whole scenes; the overlap stays with their neighbors, and their footprints are what is left, so that footprints cover each pixel once. keep: they hang over, and what is outside the raster counts as no data. drop: they are left out.</source>
            <translation>O que acontece às cenas que ultrapassariam a borda direita e inferior do raster. deslocar: são movidas para dentro, de modo que o modelo vê cenas inteiras; a sobreposição fica para as vizinhas, e os seus contornos são o que resta, de modo que os contornos cobrem cada pixel uma vez. manter: ultrapassam-na, e o que está fora do raster conta como sem dados. omitir: são omitidas.</translation>
        </message>
        <message>
            <source>Mask</source>
            <translation>Máscara</translation>
        </message>
        <message>
            <source>Polygons in any coordinate reference system; only scenes with area inside them are made.</source>
            <translation>Polígonos em qualquer sistema de referência de coordenadas; só são criadas cenas com área dentro deles.</translation>
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
            <translation>automático usa CUDA; caso contrário, o MPS da Apple; caso contrário, a CPU.</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>Precisão</translation>
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
            <translation>automático descobre uma vez qual é a mais rápida neste computador que preserva as características (cosseno acima de 0,999), e fica com ela: em processadores int8, bf16 ou fp32, em GPU bf16 ou fp16. int8 só funciona em processadores, fp16 só em GPU. Outro computador pode encontrar outra: escolha uma se um mapa tiver de ser refeito noutro lugar.</translation>
        </message>
        <message>
            <source>Batch size (0: automatic)</source>
            <translation>Tamanho do lote (0: automático)</translation>
        </message>
        <message>
            <source>Scenes that go through the model together; 0 chooses. It is halved where memory runs out. The features do not depend on it.</source>
            <translation>Cenas que passam juntas pelo modelo; 0 escolhe automaticamente. É reduzido a metade se a memória se esgotar. As características não dependem dele.</translation>
        </message>
        <message>
            <source>Threads (0: all)</source>
            <translation>Threads (0: todos)</translation>
        </message>
        <message>
            <source>Processor threads for the model; 0 takes all cores, never more.</source>
            <translation>Threads do processador para o modelo; 0 usa todos os núcleos, nunca mais.</translation>
        </message>
        <message>
            <source>Dask scheduler</source>
            <translation>Escalonador do Dask</translation>
        </message>
        <message>
            <source>Address of a Dask scheduler, as in tcp://host:8786 or tls://host:8786, whose workers make features, place scenes and assign them to clusters. They have this version of the plugin, and see the raster, a weights file of your own and the plugin's folder in the home directory under the same paths. Empty: what the environment variable RSDEEPCLUSTER_SCHEDULER says, else this computer alone.</source>
            <translation>Endereço de um escalonador Dask, como tcp://host:8786 ou tls://host:8786, cujos workers calculam as características, posicionam as cenas e as atribuem aos clusters. Eles têm esta versão do complemento e veem o raster, um arquivo de pesos próprio e a pasta do complemento no diretório pessoal com os mesmos caminhos. Vazio: o que a variável de ambiente RSDEEPCLUSTER_SCHEDULER indicar, senão apenas este computador.</translation>
        </message>
        <message>
            <source>Place for parts</source>
            <translation>Lugar das partes</translation>
        </message>
        <message>
            <source>For workers that do not see the plugin's folder: another folder that all machines share, or an address such as s3://bucket/parts or gs://bucket/parts, by which finished parts come back. Empty: what the environment variable RSDEEPCLUSTER_PARTS says, else the plugin's folder.</source>
            <translation>Para workers que não veem a pasta do complemento: outra pasta que todas as máquinas compartilhem, ou um endereço como s3://bucket/parts ou gs://bucket/parts, por onde voltam as partes prontas. Vazio: o que a variável de ambiente RSDEEPCLUSTER_PARTS indicar, senão a pasta do complemento.</translation>
        </message>
        <message>
            <source>More rasters</source>
            <translation>Mais rasters</translation>
        </message>
        <message>
            <source>Other sheets of the same survey, which are read as one raster with the first: one grid, one map, and in layers of scenes a field source that says which sheet a scene is of. They must have the number of bands and the data type of the first. Sheets in another coordinate reference system, or with pixels of half to twice the size, are warped onto the pixels of the first. What else there is, and what can't be read, is left out and named in the log.</source>
            <translation>Outras folhas do mesmo levantamento, que são lidas como um só raster com a primeira: uma só quadrícula, um só mapa e, nas camadas de cenas, um campo source que indica de que folha é uma cena. Têm de ter o número de bandas e o tipo de dados da primeira. As folhas noutro sistema de referência de coordenadas, ou com pixels de metade ao dobro do tamanho, são reprojetadas para os pixels da primeira. O que difere noutra coisa, e o que não pode ser lido, é omitido e indicado no registo.</translation>
        </message>
        <message>
            <source>More rasters from a folder or list</source>
            <translation>Mais rasters (pasta ou lista)</translation>
        </message>
        <message>
            <source>Lists of rasters (*.txt *.csv *.vrt *.json *.geojson *.gpkg *.shp *.fgb);;All files (*)</source>
            <translation>Listas de rasters (*.txt *.csv *.vrt *.json *.geojson *.gpkg *.shp *.fgb);;Todos os ficheiros (*)</translation>
        </message>
        <message>
            <source>In place of, or beside, rasters chosen one by one: a folder; a text file with a path on each line; a virtual raster, for its sources; a tile index with a field location; a STAC item collection (JSON), also by its address (https://). Nothing else is looked up on a network.</source>
            <translation>Em vez de rasters escolhidos um a um, ou além deles: uma pasta; um ficheiro de texto com um caminho em cada linha; um raster virtual, pelas suas fontes; um índice de mosaico com um campo location; uma coleção de itens STAC (JSON), também pelo seu endereço (https://). Nada mais é procurado numa rede.</translation>
        </message>
        <message>
            <source>Asset of a STAC catalog</source>
            <translation>Asset de um catálogo STAC</translation>
        </message>
        <message>
            <source>Name or role of the asset that is the raster. Empty: the only raster of each item, or the only one with the role data.</source>
            <translation>Nome ou função (role) do asset que é o raster. Vazio: o único raster de cada item, ou o único com a função data.</translation>
        </message>
        <message>
            <source>Tone of more rasters</source>
            <translation>Tom dos outros rasters</translation>
        </message>
        <message>
            <source>as overlaps say</source>
            <translation>conforme as sobreposições</translation>
        </message>
        <message>
            <source>one stretch for all</source>
            <translation>um realce para todos</translation>
        </message>
        <message>
            <source>a stretch for each raster</source>
            <translation>um realce por raster</translation>
        </message>
        <message>
            <source>matched to the neighbors</source>
            <translation>ajustado aos vizinhos</translation>
        </message>
        <message>
            <source>Sheets of different tones would become clusters of their own. matched to the neighbors: gain and offset of each sheet follow from the pixels that it shares with others, or that lie on both sides of a seam. as overlaps say: matched where these differ, else one stretch for all.</source>
            <translation>Folhas de tons diferentes tornar-se-iam clusters próprios. ajustado aos vizinhos: o ganho e o deslocamento de cada folha resultam dos pixels que ela partilha com outras, ou que ficam dos dois lados de uma junção. conforme as sobreposições: como acima se os pixels partilhados forem diferentes; caso contrário, um só realce para todas.</translation>
        </message>
        <message>
            <source>Each date by itself</source>
            <translation>Cada data em separado</translation>
        </message>
        <message>
            <source>Of more rasters, those of each date become scenes of their own, on one grid, with a field date: clusters then mean the same on all dates. Dates are those of a catalog, of the files' tags, or in their names (20210530, 2021-05-30). Otherwise, where sheets overlap, a scene is of the one with more data, then of the one whose center is nearer.</source>
            <translation>Com mais rasters, os de cada data dão cenas próprias, numa só quadrícula, com um campo date: os clusters significam então o mesmo em todas as datas. As datas são as de um catálogo, as das etiquetas (tags) dos ficheiros, ou as dos seus nomes (20210530, 2021-05-30). Caso contrário, onde as folhas se sobrepõem, uma cena é da que tem mais dados e, depois, da que tem o centro mais próximo.</translation>
        </message>
        <message>
            <source>Scenes with their clusters. The style is stored with the data: inside a GeoPackage, as QML beside other formats. A GeoPackage can be edited with the algorithms of the group Classes.</source>
            <translation>Cenas com os seus clusters. O estilo é guardado com os dados: dentro de um GeoPackage, ou como QML junto de outros formatos. Um GeoPackage pode ser editado com os algoritmos do grupo Classes.</translation>
        </message>
        <message>
            <source>Memberships</source>
            <translation>Pertinências</translation>
        </message>
        <message>
            <source>Adds a field member_1, member_2 and so on for each cluster, with the probability that the scene belongs to it, for the 100 largest clusters at most. For all methods; HDBSCAN knows only that of the scene's own cluster.</source>
            <translation>Acrescenta um campo member_1, member_2, etc. para cada cluster, com a probabilidade de a cena lhe pertencer, no máximo para os 100 maiores clusters. Para todos os métodos; HDBSCAN só conhece a do próprio cluster da cena.</translation>
        </message>
        <message>
            <source>Raster of clusters</source>
            <translation>Raster de clusters</translation>
        </message>
        <message>
            <source>GeoTIFF with the bands cluster, probability and second_cluster, and -1 where there is none: a pixel for each scene where these are the cells of one regular grid that touch and don't overlap, else the pixels of the raster, where the scene of the highest probability counts. Maps of millions of cells are quicker to look at in it. Not made where it is not asked for.</source>
            <translation>GeoTIFF com as bandas cluster, probability e second_cluster, e -1 onde não há nenhum: um pixel por cena se estas forem as células de uma quadrícula regular que se tocam e não se sobrepõem; caso contrário, os pixels do raster, onde conta a cena de maior probabilidade. Os mapas de milhões de células veem-se mais depressa assim. Não é criado se não for pedido.</translation>
        </message>
        <message>
            <source>Table of changes</source>
            <translation>Tabela de mudanças</translation>
        </message>
        <message>
            <source>How many scenes go from each cluster to each other between one date and the next. It is made where scenes are of two dates or more: of more rasters with each date by itself, of a features file of these, or of several rasters that are clustered together. Of one date it is empty. It is written only where it is asked for.</source>
            <translation>Quantas cenas passam de cada cluster para cada um dos outros entre uma data e a seguinte. É feita quando as cenas são de duas ou mais datas: de mais rasters com cada data por si, de um ficheiro de características destes, ou de vários rasters que são agrupados em conjunto. Com uma só data fica vazia. Só é escrita se for pedida.</translation>
        </message>
        <message>
            <source>GeoParquet</source>
            <translation>GeoParquet</translation>
        </message>
        <message>
            <source>The scenes' feature vectors, for the other algorithms of this plugin.</source>
            <translation>Os vetores de características das cenas, para os outros algoritmos deste plugin.</translation>
        </message>
        <message>
            <source>Scenes skipped for lack of data</source>
            <translation>Cenas omitidas por falta de dados</translation>
        </message>
        <message>
            <source>Table of rasters</source>
            <translation>Tabela de rasters</translation>
        </message>
        <message>
            <source>With more rasters: a row for each, with what became of it, its date, its place, its scenes, its tone and how it was warped. It is written only where it is asked for.</source>
            <translation>Com mais rasters: uma linha para cada um, com o que foi feito dele, a sua data, o seu lugar, as suas cenas, o seu tom e como foi reprojetado. Só é escrita se for pedida.</translation>
        </message>
        <message>
            <source>Mean probability of the scenes</source>
            <translation>Probabilidade média das cenas</translation>
        </message>
        <message>
            <source>Mean probability where the clusters were fitted</source>
            <translation>Probabilidade média onde os clusters foram ajustados</translation>
        </message>
        <message>
            <source>Share of scenes unlike all that the clusters were fitted on</source>
            <translation>Proporção de cenas diferentes de todas aquelas com que os clusters foram ajustados</translation>
        </message>
        <message>
            <source>Embedding</source>
            <translation>Embedding</translation>
        </message>
        <message>
            <source>A file made by Project features.</source>
            <translation>Um ficheiro criado com “Projetar características”.</translation>
        </message>
        <message>
            <source>Projector</source>
            <translation>Projetor</translation>
        </message>
        <message>
            <source>The projector of the same run of Project features. Without it the cluster model cannot be applied to new scenes.</source>
            <translation>O projetor da mesma execução de “Projetar características”. Sem ele, o modelo de clusters não pode ser aplicado a novas cenas.</translation>
        </message>
        <message>
            <source>Clustering</source>
            <translation>Agrupamento</translation>
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
            <translation>Mistura de processos de Dirichlet: deduz o número de clusters; é o método predefinido. Mistura gaussiana: deduz o número de clusters. k-means: tantos clusters quantos forem pedidos. K-means por minilotes: tantos clusters quantos forem pedidos, de muitíssimas cenas. C-means difuso: tantos clusters quantos forem pedidos, com pertinências graduais. ISODATA: deduz o número de clusters, a partir de um número desejado. Ward: tantos clusters quantos forem pedidos, por fusão (aglomerativo); regiões contíguas a pedido. HDBSCAN: encontra grupos densos e deixa o resto sem cluster. Leiden: deduz o número de clusters, de um grafo de vizinhos.</translation>
        </message>
        <message>
            <source>Fuzzy c-means, Gaussian mixture, ISODATA, k-means, Mini-batch k-means, Ward: the number of clusters; for ISODATA the one desired. Empty: the number up to Most clusters with the best silhouette; for the Gaussian mixture with the lowest Bayesian information criterion (BIC), for contiguous regions with the best index of Calinski and Harabasz. Dirichlet process mixture, HDBSCAN, Leiden: not used.</source>
            <translation>C-means difuso, Mistura gaussiana, ISODATA, k-means, K-means por minilotes, Ward: o número de clusters; para ISODATA, o desejado. Vazio: o número, até “Máximo de clusters”, com a melhor silhueta; para Mistura gaussiana, com o menor critério de informação bayesiano (BIC); para regiões contíguas, com o melhor índice de Calinski e Harabasz. Mistura de processos de Dirichlet, HDBSCAN, Leiden: não é usado.</translation>
        </message>
        <message>
            <source>Most clusters</source>
            <translation>Máximo de clusters</translation>
        </message>
        <message>
            <source>Upper bound of the number of clusters where it is inferred. Not used where a number of clusters is given. HDBSCAN, Leiden, and all methods that are given a number of clusters: not used.</source>
            <translation>Limite superior do número de clusters quando este é deduzido. Não é usado se for indicado um número de clusters. HDBSCAN, Leiden e todos os métodos a que é indicado um número de clusters: não é usado.</translation>
        </message>
        <message>
            <source>Dirichlet process mixture: how far its components are merged. One to three levels hold: their clusters are well apart on the map and in the features. balanced is the coarsest of these, fine the next one, or the best of one and a half to three times as many clusters; coarse is the best of a third to two thirds as many. The layer has the other levels that hold in fields such as level_9, and the log says what splits. The cluster model keeps all of them: Apply clusters can show another one without a new fit.</source>
            <translation>Mistura de processos de Dirichlet: até onde se fundem os seus componentes. São estáveis um a três níveis: os seus clusters estão bem separados no mapa e nas características. equilibrado é o mais grosseiro deles, fino o seguinte, ou o melhor com uma vez e meia a três vezes mais clusters; grosseiro é o melhor com um terço a dois terços deles. A camada tem os outros níveis estáveis em campos como level_9, e o registo indica o que se divide. O modelo de clusters guarda todos: “Aplicar clusters” pode mostrar outro sem um novo ajuste.</translation>
        </message>
        <message>
            <source>Fewest scenes of a cluster</source>
            <translation>Mínimo de cenas de um cluster</translation>
        </message>
        <message>
            <source>HDBSCAN, ISODATA: a smaller group does not count as a cluster.</source>
            <translation>HDBSCAN, ISODATA: um grupo menor não conta como cluster.</translation>
        </message>
        <message>
            <source>Contiguous regions</source>
            <translation>Regiões contíguas</translation>
        </message>
        <message>
            <source>Ward: only clusters that touch along the edge of a scene are merged, so that each cluster is one region of the scene grid; all scenes are clustered, 100,000 at most. On another raster the clusters are found by their centers and need not be contiguous.</source>
            <translation>Ward: só são fundidos clusters que se tocam ao longo da borda de uma cena, de modo que cada cluster é uma região da quadrícula de cenas; todas as cenas são agrupadas, no máximo 100 000. Noutro raster, os clusters são encontrados pelos seus centros e não têm de ser contíguos.</translation>
        </message>
        <message>
            <source>Fuzziness</source>
            <translation>Difusividade</translation>
        </message>
        <message>
            <source>Fuzzy c-means: exponent m of the memberships. Near 1 they are all or nothing, large values make all clusters alike.</source>
            <translation>C-means difuso: expoente m das pertinências. Perto de 1 são tudo ou nada; valores grandes tornam todos os clusters iguais.</translation>
        </message>
        <message>
            <source>Standard deviation for splitting</source>
            <translation>Desvio padrão para dividir</translation>
        </message>
        <message>
            <source>ISODATA: a cluster that spreads more than this along one axis may be split; as a share of the standard deviation of all scenes.</source>
            <translation>ISODATA: um cluster que se estende mais do que isto ao longo de um eixo pode ser dividido; como proporção do desvio padrão de todas as cenas.</translation>
        </message>
        <message>
            <source>Distance for merging</source>
            <translation>Distância para fundir</translation>
        </message>
        <message>
            <source>ISODATA: clusters whose centers are nearer than this are merged; as a share of the root mean square distance of all scenes to their mean.</source>
            <translation>ISODATA: são fundidos os clusters cujos centros estão mais próximos do que isto; como proporção da distância média quadrática de todas as cenas à sua média.</translation>
        </message>
        <message>
            <source>Most merged pairs</source>
            <translation>Máximo de pares fundidos</translation>
        </message>
        <message>
            <source>ISODATA: most pairs of clusters that are merged in one iteration.</source>
            <translation>ISODATA: máximo de pares de clusters que são fundidos numa iteração.</translation>
        </message>
        <message>
            <source>Most iterations</source>
            <translation>Máximo de iterações</translation>
        </message>
        <message>
            <source>ISODATA: it ends before where an iteration changes nothing.</source>
            <translation>ISODATA: termina antes se uma iteração não mudar nada.</translation>
        </message>
        <message>
            <source>Resolution of the communities</source>
            <translation>Resolução das comunidades</translation>
        </message>
        <message>
            <source>Leiden: larger values give more clusters; 1 is modularity.</source>
            <translation>Leiden: valores maiores dão mais clusters; 1 é a modularidade.</translation>
        </message>
        <message>
            <source>Neighbors in the graph</source>
            <translation>Vizinhos no grafo</translation>
        </message>
        <message>
            <source>Leiden: each scene is linked to as many of its nearest scenes of the embedding; as many vote for the cluster of a new scene.</source>
            <translation>Leiden: cada cena é ligada a este número das cenas mais próximas do embedding; outras tantas votam no cluster de uma nova cena.</translation>
        </message>
        <message>
            <source>Exemplars</source>
            <translation>Exemplares</translation>
        </message>
        <message>
            <source>Scenes of each cluster that get an exemplar_rank: 1 is the most typical one, the next ones are as different as the cluster holds.</source>
            <translation>Cenas de cada cluster que recebem um exemplar_rank: 1 é a mais típica; as seguintes são tão diversas como o conteúdo do cluster.</translation>
        </message>
        <message>
            <source>Address of a Dask scheduler, as in tcp://host:8786 or tls://host:8786. Where there are more than 20,000 scenes, its workers place them, or assign them to clusters. They have this version of the plugin, and need no files. Empty: what the environment variable RSDEEPCLUSTER_SCHEDULER says, else this computer alone.</source>
            <translation>Endereço de um escalonador Dask, como tcp://host:8786 ou tls://host:8786. Acima de 20 000 cenas, os seus workers posicionam-nas ou atribuem-nas aos clusters. Eles têm esta versão do complemento e não precisam de nenhum arquivo. Vazio: o que a variável de ambiente RSDEEPCLUSTER_SCHEDULER indicar, senão apenas este computador.</translation>
        </message>
        <message>
            <source>All that Apply clusters needs to find the same clusters on another raster.</source>
            <translation>Tudo o que “Aplicar clusters” precisa para encontrar os mesmos clusters noutro raster.</translation>
        </message>
        <message>
            <source>Width and height of a scene or cell, which gets one cluster, in whole pixels or in the units chosen. Empty: where a context is given, an eighth of it; else size and context are chosen by a look at a sample of the raster, for 500 to 50,000 cells (Suggest scale shows how). With a size and no context, each scene is seen by itself, and should be a few times as large as the things that tell the classes apart (houses, fields, waves).</source>
            <translation>Largura e altura de uma cena ou célula, que recebe um cluster, em pixels inteiros ou nas unidades escolhidas. Vazio: se for indicado um contexto, um oitavo dele; caso contrário, o tamanho e o contexto são escolhidos com base numa amostra do raster, para 500 a 50 000 células (“Sugerir escala” mostra como). Com um tamanho e sem contexto, cada cena é vista isoladamente, e deve ser várias vezes maior do que as coisas que distinguem as classes (casas, campos, ondas).</translation>
        </message>
        <message>
            <source>Width and height of the windows that the model sees, each with many cells in it: scenes are then cells that are told apart by what lies in them and around them, as small as a sixteenth of a window; an eighth is a good start. One look serves all cells of a window, so this is faster than small scenes, and the map is finer. It is rounded to a whole number of cells. In the units of the size. Empty, with a size: each scene is seen by itself.</source>
            <translation>Largura e altura das janelas que o modelo vê, cada uma com muitas células: as cenas são então células que se distinguem pelo que há nelas e à sua volta, tão pequenas como 1/16 de uma janela; um oitavo é um bom começo. Um só olhar serve para todas as células de uma janela, por isso é mais rápido do que usar cenas pequenas, e o mapa é mais fino. É arredondado para um número inteiro de células. Nas unidades do tamanho. Vazio, com um tamanho: cada cena é vista isoladamente.</translation>
        </message>
        <message>
            <source>Minimum of valid data</source>
            <translation>Mínimo de dados válidos</translation>
        </message>
        <message>
            <source>Scenes with a smaller share of valid pixels get no features and no cluster. Nodata, NaN, alpha and mask bands, and what is outside the raster, are not valid; in the other scenes such pixels are filled with the mirror image of what lies beside them.</source>
            <translation>As cenas com uma proporção menor de pixels válidos não recebem características nem cluster. Sem dados, NaN, as bandas alfa e de máscara, e o que está fora do raster não são válidos; nas outras cenas, esses pixels são preenchidos com a imagem espelhada do que está ao lado deles.</translation>
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
            <translation>default: o DINOv2 ViT-S/14 incluído no plugin, sem os seus três últimos blocos e ajustado em 30 classes de cenas aéreas. Os outros são descarregados uma vez, e estão tal como os autores os deixaram: “Refinar modelo” ajusta às suas imagens o branqueamento que default tem. dinov2_vits14, b14, l14 e g14, com registos (_reg) ou sem eles: 3 bandas, imagens da web a qualquer resolução, Apache-2.0; 88 MB, 346 MB, 1,2 GB e 4,5 GB. dinov3_vits16, b16 e l16: 3 bandas, imagens da web a qualquer resolução, DINOv3 License da Meta, que se aceita ao usá-los; 86 MB, 343 MB e 1,2 GB. dinov3_vitl16_sat: 3 bandas, vermelho, verde e azul de satélites a 0,6 m, DINOv3 License; 1,2 GB. dofa_vitb16: quaisquer bandas óticas, identificadas pelos seus comprimentos de onda, de satélites e aviões de 1 a 30 m, CC-BY-4.0; 445 MB.</translation>
        </message>
        <message>
            <source>Weights file</source>
            <translation>Ficheiro de pesos</translation>
        </message>
        <message>
            <source>Weights (*.safetensors *.pth *.pt *.bin)</source>
            <translation>Pesos (*.safetensors *.pth *.pt *.bin)</translation>
        </message>
        <message>
            <source>A state dict of your own of DINOv2, DINOv3 or DOFA, with official or timm names. It takes the place of the model above, and nothing is downloaded. Of the satellite model of DINOv3, and of DOFA, choose the model above too.</source>
            <translation>Um dicionário de estado próprio do DINOv2, DINOv3 ou DOFA, com os nomes oficiais ou do timm. Substitui o modelo de cima, e nada é descarregado. Se for do modelo de satélite do DINOv3, ou do DOFA, escolha também o modelo de cima.</translation>
        </message>
        <message>
            <source>Blocks</source>
            <translation>Blocos</translation>
        </message>
        <message>
            <source>Transformer blocks whose tokens make the features, counted from 0, or from the end with -1; several are concatenated, as in 6,-1. Empty: the model's own recipe.</source>
            <translation>Blocos do transformer cujos tokens formam as características, contados a partir de 0, ou a partir do fim com -1; se forem vários, são concatenados, como em 6,-1. Vazio: a receita do próprio modelo.</translation>
        </message>
        <message>
            <source>Wavelengths</source>
            <translation>Comprimentos de onda</translation>
        </message>
        <message>
            <source>For dofa_vitb16: the wavelength of each band in micrometers, in the order of the bands, as in 0.49,0.56,0.665,0.842. Empty: what the raster says, or the names of its bands do; without bands chosen, all that have one are taken.</source>
            <translation>Para dofa_vitb16: o comprimento de onda de cada banda em micrómetros, na ordem das bandas, como em 0.49,0.56,0.665,0.842. Vazio: o que o raster indicar, ou os nomes das suas bandas; se não forem escolhidas bandas, são usadas todas as que têm um.</translation>
        </message>
        <message>
            <source>Pooling of tokens</source>
            <translation>Agregação dos tokens</translation>
        </message>
        <message>
            <source>model's own</source>
            <translation>o do modelo</translation>
        </message>
        <message>
            <source>class token</source>
            <translation>token de classe</translation>
        </message>
        <message>
            <source>mean of patches</source>
            <translation>média dos patches</translation>
        </message>
        <message>
            <source>both</source>
            <translation>ambas</translation>
        </message>
        <message>
            <source>The class token, the mean of the patch tokens, or both one after the other.</source>
            <translation>O token de classe, a média dos tokens de patch, ou ambos um após o outro.</translation>
        </message>
        <message>
            <source>Input size (pixels)</source>
            <translation>Tamanho de entrada (pixels)</translation>
        </message>
        <message>
            <source>Pixels to which a scene is resized for the model, a multiple of the side of its patches: 14, of DINOv3 and DOFA 16. More is slower (time grows with its square) and shows the model finer detail of large scenes.</source>
            <translation>Pixels para os quais uma cena é redimensionada para o modelo, um múltiplo do lado dos seus patches: 14; no DINOv3 e no DOFA, 16. Mais é mais lento (o tempo cresce com o seu quadrado) e mostra ao modelo detalhes mais finos das cenas grandes.</translation>
        </message>
        <message>
            <source>Scaling of values</source>
            <translation>Ajuste da escala dos valores</translation>
        </message>
        <message>
            <source>percentiles</source>
            <translation>percentis</translation>
        </message>
        <message>
            <source>data type range</source>
            <translation>intervalo do tipo de dados</translation>
        </message>
        <message>
            <source>percentiles: each band is stretched between two percentiles of the valid pixels of the whole raster, the same for all scenes. data type range: values are taken as they are, 0 to 255 for 8-bit data; for images that are ready for display.</source>
            <translation>percentis: cada banda é esticada entre dois percentis dos pixels válidos de todo o raster, os mesmos para todas as cenas. intervalo do tipo de dados: os valores são usados como estão, de 0 a 255 para dados de 8 bits; para imagens prontas para visualização.</translation>
        </message>
        <message>
            <source>Lower percentile</source>
            <translation>Percentil inferior</translation>
        </message>
        <message>
            <source>Values beyond it are clipped, if values are scaled by percentiles.</source>
            <translation>Os valores que o ultrapassam são cortados, se a escala dos valores for ajustada por percentis.</translation>
        </message>
        <message>
            <source>Upper percentile</source>
            <translation>Percentil superior</translation>
        </message>
        <message>
            <source>Orientations (1, 2, 4 or 8)</source>
            <translation>Orientações (1, 2, 4 ou 8)</translation>
        </message>
        <message>
            <source>In how many orientations the model sees a scene; the features are the mean. Seen from above no direction is the right one, and the mean tells more: with 5 labels of each class 80.3 % of the images of 45 classes are named right by 4, 79.0 % by 1. 2: as it is and turned by a half, 4: by quarters, 8: mirrored too. It takes as many times as long.</source>
            <translation>Em quantas orientações o modelo vê uma cena; as características são a média. Vista de cima, nenhuma direção é a certa, e a média diz mais: com 5 exemplos por classe, 80,3 % das imagens de 45 classes recebem o nome certo com 4 orientações e 79,0 % com 1. 2: como está e girada meia-volta, 4: por quartos de volta, 8: também espelhada. Demora tantas vezes mais.</translation>
        </message>
        <message>
            <source>UMAP keeps neighborhoods and separates groups; PCA is linear and fast. Features are centered and L2-normalized first.</source>
            <translation>UMAP preserva as vizinhanças e separa os grupos; PCA é linear e rápido. Antes, as características são centradas e normalizadas em L2.</translation>
        </message>
        <message>
            <source>Neighbors</source>
            <translation>Vizinhos</translation>
        </message>
        <message>
            <source>UMAP: small values keep local detail, large ones the overall shape.</source>
            <translation>UMAP: valores pequenos preservam o detalhe local; os grandes, a forma geral.</translation>
        </message>
        <message>
            <source>Dimensions</source>
            <translation>Dimensões</translation>
        </message>
        <message>
            <source>Dimensions of the embedding. The first two become umap_x and umap_y.</source>
            <translation>Dimensões do embedding. As duas primeiras tornam-se umap_x e umap_y.</translation>
        </message>
        <message>
            <source>Minimum distance</source>
            <translation>Distância mínima</translation>
        </message>
        <message>
            <source>UMAP: how close points may lie. 0 is best for clusters.</source>
            <translation>UMAP: quão próximos podem estar os pontos. 0 é o melhor para clusters.</translation>
        </message>
        <message>
            <source>Metric</source>
            <translation>Métrica</translation>
        </message>
        <message>
            <source>cosine</source>
            <translation>cosseno</translation>
        </message>
        <message>
            <source>euclidean</source>
            <translation>euclidiana</translation>
        </message>
        <message>
            <source>UMAP: how features are compared.</source>
            <translation>UMAP: como são comparadas as características.</translation>
        </message>
        <message>
            <source>Weight of shared neighbors</source>
            <translation>Peso dos vizinhos partilhados</translation>
        </message>
        <message>
            <source>UMAP: scenes are near when their features are alike, and when they have many of their neighbors in common; this is the weight of the latter. 0: features only.</source>
            <translation>UMAP: as cenas são próximas quando as suas características se parecem e quando têm em comum muitos dos seus vizinhos; este é o peso da segunda condição. 0: apenas as características.</translation>
        </message>
        <message>
            <source>Mutuality</source>
            <translation>Mutualidade</translation>
        </message>
        <message>
            <source>UMAP: how far two scenes must be each other's neighbors to be drawn together. 0: one of them is enough, as in UMAP itself; more separates clusters.</source>
            <translation>UMAP: em que medida duas cenas têm de ser vizinhas uma da outra para serem aproximadas. 0: basta que uma o seja, como no próprio UMAP; mais separa os clusters.</translation>
        </message>
        <message>
            <source>A file made by Extract features or Folder to features.</source>
            <translation>Um ficheiro criado com “Extrair características” ou “Pasta para características”.</translation>
        </message>
        <message>
            <source>More features</source>
            <translation>Mais características</translation>
        </message>
        <message>
            <source>Files of the features of other rasters, of the same model and in the same reference system, separated by semicolons.</source>
            <translation>Ficheiros das características de outros rasters, do mesmo modelo e no mesmo sistema de referência, separados por ponto e vírgula.</translation>
        </message>
        <message>
            <source>One row per scene with its place in the embedding.</source>
            <translation>Uma linha por cena com o seu lugar no embedding.</translation>
        </message>
        <message>
            <source>Places new scenes in the same embedding; Cluster features takes it over.</source>
            <translation>Coloca novas cenas no mesmo embedding; é usado por “Agrupar características em clusters”.</translation>
        </message>
        <message>
            <source>Features before</source>
            <translation>Características anteriores</translation>
        </message>
        <message>
            <source>Features of the first date.</source>
            <translation>Características da primeira data.</translation>
        </message>
        <message>
            <source>Features after</source>
            <translation>Características posteriores</translation>
        </message>
        <message>
            <source>Features of the second date, of the same model and grid: scenes are the same where their middles are nearer than half a scene.</source>
            <translation>Características da segunda data, do mesmo modelo e da mesma quadrícula: as cenas são as mesmas se os seus centros distarem menos de meia cena.</translation>
        </message>
        <message>
            <source>By how many units that look alike on one date it is told where each should be on the other. More make the comparison steadier, and blind to kinds of ground that have fewer units than that.</source>
            <translation>Com quantas unidades parecidas numa data se determina onde cada uma deveria estar na outra. Mais tornam a comparação mais estável, e cega a tipos de terreno que têm menos unidades do que isso.</translation>
        </message>
        <message>
            <source>Threshold</source>
            <translation>Limiar</translation>
        </message>
        <message>
            <source>Units with a higher score have changed. 1 is as far from what became of units like it as these are from each other. Empty: the score at which change becomes likelier than not, by a mixture of two groups, where there are two.</source>
            <translation>As unidades com uma pontuação maior mudaram. 1 está tão longe daquilo em que se tornaram as unidades parecidas com ela como estas estão umas das outras. Vazio: a pontuação a partir da qual a mudança é mais provável do que a sua ausência, segundo uma mistura de dois grupos, se houver dois.</translation>
        </message>
        <message>
            <source>The scenes of the second date with score, probability of a change, changed, and where there are maps before, after and change as text (A → B).</source>
            <translation>As cenas da segunda data com score, probability de uma mudança, changed e, se houver mapas, before, after e change como texto (A → B).</translation>
        </message>
        <message>
            <source>Scenes that have changed</source>
            <translation>Cenas que mudaram</translation>
        </message>
        <message>
            <source>How far the two groups are apart</source>
            <translation>Quão afastados estão os dois grupos</translation>
        </message>
        <message>
            <source>Folder of class folders</source>
            <translation>Pasta de pastas de classes</translation>
        </message>
        <message>
            <source>Holds one folder of images for each class, named after it. Images in folders below belong to the class too; images beside the classes' folders are left out. GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files of any size are taken.</source>
            <translation>Contém uma pasta de imagens para cada classe, com o nome desta. As imagens de subpastas também pertencem à classe; as imagens que estão ao lado das pastas de classes são omitidas. São aceites ficheiros GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP e VRT de qualquer tamanho.</translation>
        </message>
        <message>
            <source>Episodes</source>
            <translation>Episódios</translation>
        </message>
        <message>
            <source>Few-shot accuracy is the mean over so many draws of known scenes. More make its confidence interval narrower.</source>
            <translation>A exatidão com poucos exemplos (few-shot) é a média deste número de sorteios de cenas conhecidas. Mais tornam o seu intervalo de confiança mais estreito.</translation>
        </message>
        <message>
            <source>Measure each block</source>
            <translation>Medir cada bloco</translation>
        </message>
        <message>
            <source>k-NN and linear probe of the features of each block of the transformer by itself, to choose Blocks by. The images are looked at once, but each probe takes its time. The features are those that Pooling says: as the recipe says, the class token and the mean of the patch tokens.</source>
            <translation>k-NN e sonda linear das características de cada bloco do transformer em separado, para escolher “Blocos” com base nisso. As imagens são examinadas uma só vez, mas cada sonda leva o seu tempo. As características são as que “Agregação dos tokens” indica: segundo a receita, o token de classe e a média dos tokens de patch.</translation>
        </message>
        <message>
            <source>Accuracies</source>
            <translation>Exatidões</translation>
        </message>
        <message>
            <source>One row per measure: measure, value (0 to 1), low and high (95 % confidence interval), classes and scenes that took part. Few-shot needs classes with more scenes than are known; its value is empty where fewer than two have them. A block that is measured by itself has two rows, as in block 6: k-NN.</source>
            <translation>Uma linha por medida: measure, value (0 a 1), low e high (intervalo de confiança de 95 %), classes e scenes que participaram. Few-shot precisa de classes com mais cenas do que as conhecidas; o seu valor fica vazio se menos de duas as tiverem. Um bloco que é medido em separado tem duas linhas, como em block 6: k-NN.</translation>
        </message>
        <message>
            <source>All measures, the accuracy of each class, the confusion matrix, pictures of confused scenes and the settings, in one file.</source>
            <translation>Todas as medidas, a exatidão de cada classe, a matriz de confusão, imagens de cenas confundidas e as configurações, num ficheiro.</translation>
        </message>
        <message>
            <source>k-NN accuracy</source>
            <translation>Exatidão do k-NN</translation>
        </message>
        <message>
            <source>Linear probe accuracy</source>
            <translation>Exatidão da sonda linear</translation>
        </message>
        <message>
            <source>Few-shot accuracy, 1 scene per class</source>
            <translation>Exatidão few-shot, 1 cena por classe</translation>
        </message>
        <message>
            <source>Few-shot accuracy, 5 scenes per class</source>
            <translation>Exatidão few-shot, 5 cenas por classe</translation>
        </message>
        <message>
            <source>Few-shot accuracy, 20 scenes per class</source>
            <translation>Exatidão few-shot, 20 cenas por classe</translation>
        </message>
        <message>
            <source>Number of images</source>
            <translation>Número de imagens</translation>
        </message>
        <message>
            <source>Images left out</source>
            <translation>Imagens omitidas</translation>
        </message>
        <message>
            <source>Grid</source>
            <translation>Quadrícula</translation>
        </message>
        <message>
            <source>Any polygon layer, in any coordinate reference system: a scene is the window of pixels around a polygon, and keeps its attributes. It takes the place of scene size, stride, edges, extent and mask. Empty: a regular grid.</source>
            <translation>Qualquer camada de polígonos, em qualquer sistema de referência de coordenadas: uma cena é a janela de pixels em redor de um polígono, e mantém os seus atributos. Substitui o tamanho da cena, o passo, as bordas, a extensão e a máscara. Vazio: uma quadrícula regular.</translation>
        </message>
        <message>
            <source>One row per scene: footprint, valid_fraction and the feature vector.</source>
            <translation>Uma linha por cena: contorno, valid_fraction e o vetor de características.</translation>
        </message>
        <message>
            <source>STAC item</source>
            <translation>Item STAC</translation>
        </message>
        <message>
            <source>A STAC item that describes the features by the extension for embeddings: where they are, the model, bands, size and stride of the scenes. Catalogs of embeddings take it. It is written only where it is asked for.</source>
            <translation>Um item STAC que descreve as características com a extensão para embeddings: onde estão, o modelo, as bandas, o tamanho e o passo das cenas. Os catálogos de embeddings aceitam-no. Só é escrito se for pedido.</translation>
        </message>
        <message>
            <source>Scenes without features</source>
            <translation>Cenas sem características</translation>
        </message>
        <message>
            <source>Labeled polygons</source>
            <translation>Polígonos etiquetados</translation>
        </message>
        <message>
            <source>Scenes of the raster with a class each: a scene is the window of pixels around a polygon. Polygons without a class are left out.</source>
            <translation>Cenas do raster, cada uma com uma classe: uma cena é a janela de pixels em redor de um polígono. Os polígonos sem classe são omitidos.</translation>
        </message>
        <message>
            <source>Field of the classes</source>
            <translation>Campo das classes</translation>
        </message>
        <message>
            <source>Names or numbers; polygons of the same value are one class.</source>
            <translation>Nomes ou números; os polígonos com o mesmo valor são uma classe.</translation>
        </message>
        <message>
            <source>Bands that make the scenes, in the order red, green, blue for three; on the command line as 4;1;2. Empty: red, green and blue where the file names them, else its first three bands. With other than three the new model takes just as many: its first layer is adapted to them and trained.</source>
            <translation>Bandas que formam as cenas, na ordem vermelho, verde, azul se forem três; na linha de comandos como 4;1;2. Vazio: vermelho, verde e azul se o ficheiro as nomear; caso contrário, as suas três primeiras bandas. Se não forem três, o novo modelo usa esse mesmo número: a sua primeira camada é adaptada a elas e treinada.</translation>
        </message>
        <message>
            <source>More folders</source>
            <translation>Mais pastas</translation>
        </message>
        <message>
            <source>Further folders of class folders, separated by semicolons. Classes of the same name are one class.</source>
            <translation>Outras pastas de pastas de classes, separadas por ponto e vírgula. As classes com o mesmo nome são uma só classe.</translation>
        </message>
        <message>
            <source>Epochs</source>
            <translation>Épocas</translation>
        </message>
        <message>
            <source>How often the scenes are gone through. Training ends before if nothing improves.</source>
            <translation>Quantas vezes as cenas são percorridas. O treino termina antes se nada melhorar.</translation>
        </message>
        <message>
            <source>Loss</source>
            <translation>Perda</translation>
        </message>
        <message>
            <source>cross-entropy</source>
            <translation>entropia cruzada</translation>
        </message>
        <message>
            <source>supervised contrastive</source>
            <translation>contrastiva supervisionada</translation>
        </message>
        <message>
            <source>cross-entropy learns to name the classes; supervised contrastive pulls scenes of one class together and others apart; both takes the mean of the two.</source>
            <translation>entropia cruzada aprende a nomear as classes; contrastiva supervisionada aproxima as cenas de uma mesma classe e afasta as outras; ambas usa a média das duas.</translation>
        </message>
        <message>
            <source>Label smoothing</source>
            <translation>Suavização das etiquetas</translation>
        </message>
        <message>
            <source>Share of the certainty that is taken from a scene's class and spread over all; helps where some labels are wrong.</source>
            <translation>Parte da certeza que é retirada à classe de uma cena e repartida por todas; ajuda se algumas etiquetas estiverem erradas.</translation>
        </message>
        <message>
            <source>Temperature</source>
            <translation>Temperatura</translation>
        </message>
        <message>
            <source>Of the supervised contrastive loss: small values look at the nearest scenes only.</source>
            <translation>Da perda contrastiva supervisionada: valores pequenos consideram apenas as cenas mais próximas.</translation>
        </message>
        <message>
            <source>Training size (pixels)</source>
            <translation>Tamanho de treino (pixels)</translation>
        </message>
        <message>
            <source>Pixels to which scenes are resized in training, a multiple of 14 (DINOv3, DOFA: 16). Time grows with its square. The features are made at the input size all the same.</source>
            <translation>Pixels para os quais as cenas são redimensionadas no treino, um múltiplo de 14 (DINOv3, DOFA: 16). O tempo cresce com o seu quadrado. As características são feitas, ainda assim, com o tamanho de entrada.</translation>
        </message>
        <message>
            <source>Scenes per step</source>
            <translation>Cenas por passo</translation>
        </message>
        <message>
            <source>Scenes after which the weights are changed; fewer where there are few. The batch size tells how many of them go through the model together.</source>
            <translation>Cenas após as quais os pesos são alterados; menos se houver poucas. O tamanho do lote indica quantas delas passam juntas pelo modelo.</translation>
        </message>
        <message>
            <source>Learning rate</source>
            <translation>Taxa de aprendizagem</translation>
        </message>
        <message>
            <source>Highest one, that of the last layer; it rises first and then falls along a cosine.</source>
            <translation>A mais alta, a da última camada; primeiro sobe e depois desce segundo um cosseno.</translation>
        </message>
        <message>
            <source>Layer decay</source>
            <translation>Decaimento por camadas</translation>
        </message>
        <message>
            <source>Each block learns this much slower than the one after it.</source>
            <translation>Cada bloco aprende mais devagar do que o seguinte neste fator.</translation>
        </message>
        <message>
            <source>Weight decay</source>
            <translation>Decaimento dos pesos</translation>
        </message>
        <message>
            <source>How strongly weights are drawn to zero (AdamW).</source>
            <translation>Com que força os pesos são atraídos para zero (AdamW).</translation>
        </message>
        <message>
            <source>Warm-up</source>
            <translation>Aquecimento</translation>
        </message>
        <message>
            <source>Share of all steps in which the learning rate rises.</source>
            <translation>Parte de todos os passos em que a taxa de aprendizagem sobe.</translation>
        </message>
        <message>
            <source>Frozen blocks (-1: half)</source>
            <translation>Blocos congelados (-1: metade)</translation>
        </message>
        <message>
            <source>First blocks of the transformer that stay as they are; -1: half of them. More is faster, and forgets less.</source>
            <translation>Primeiros blocos do transformer que ficam como estão; -1: metade deles. Mais é mais rápido, e esquece menos.</translation>
        </message>
        <message>
            <source>LoRA rank (0: all weights)</source>
            <translation>Posto de LoRA (0: todos os pesos)</translation>
        </message>
        <message>
            <source>0 trains all weights of the blocks that are not frozen. Another rank trains a small update of each layer instead, which takes less memory and suits few scenes.</source>
            <translation>0 treina todos os pesos dos blocos que não estão congelados. Outro posto treina, em vez disso, uma pequena atualização de cada camada, o que ocupa menos memória e convém quando há poucas cenas.</translation>
        </message>
        <message>
            <source>Balance the classes</source>
            <translation>Equilibrar as classes</translation>
        </message>
        <message>
            <source>Each class is drawn equally often, however many scenes it has.</source>
            <translation>Cada classe é sorteada com a mesma frequência, tenha as cenas que tiver.</translation>
        </message>
        <message>
            <source>Validation share</source>
            <translation>Proporção de validação</translation>
        </message>
        <message>
            <source>Share of each class that is not trained on but tells how well it goes.</source>
            <translation>Parte de cada classe que não é usada para treinar, mas indica como o treino está a correr.</translation>
        </message>
        <message>
            <source>Patience (epochs)</source>
            <translation>Paciência (épocas)</translation>
        </message>
        <message>
            <source>Training ends after so many epochs without a better validation, and the best epoch is kept; 0: it goes on to the end, and the last epoch is kept.</source>
            <translation>O treino termina após este número de épocas sem uma validação melhor, e a melhor época é mantida; 0: continua até ao fim, e a última época é mantida.</translation>
        </message>
        <message>
            <source>Share of the tuned weights</source>
            <translation>Proporção dos pesos ajustados</translation>
        </message>
        <message>
            <source>The final weights are this share of the tuned and the rest of the starting weights (WiSE-FT). Less keeps more of what the model knew before, and features of other classes stay good; 1 is best for the source's own classes. The accuracy of the validation scenes is that of the tuned weights.</source>
            <translation>Os pesos finais são, nesta proporção, os ajustados e, no resto, os iniciais (WiSE-FT). Menos preserva mais do que o modelo já sabia, e as características de outras classes continuam boas; 1 é o melhor para as classes da própria fonte. A exatidão das cenas de validação é a dos pesos ajustados.</translation>
        </message>
        <message>
            <source>Feature dimensions</source>
            <translation>Dimensões das características</translation>
        </message>
        <message>
            <source>Length of the features, which are whitened by their spread over the scenes trained on, so that no few directions drown the others; 0: features are left as the blocks give them.</source>
            <translation>Comprimento das características, que são branqueadas pela sua dispersão nas cenas de treino, para que poucas direções não abafem as outras; 0: as características ficam como os blocos as dão.</translation>
        </message>
        <message>
            <source>Stored as</source>
            <translation>Guardado como</translation>
        </message>
        <message>
            <source>int8 takes a quarter of the space of fp32 and is the fastest on processors; fp16 takes half of it and is more exact.</source>
            <translation>int8 ocupa um quarto do espaço de fp32 e é o mais rápido em processadores; fp16 ocupa metade e é mais exato.</translation>
        </message>
        <message>
            <source>Smallest crop</source>
            <translation>Recorte mínimo</translation>
        </message>
        <message>
            <source>Training looks at crops of at least this share of a scene's area, flipped and turned by quarters.</source>
            <translation>O treino examina recortes de pelo menos esta parte da área de uma cena, espelhados e rodados em quartos de volta.</translation>
        </message>
        <message>
            <source>Brightness</source>
            <translation>Brilho</translation>
        </message>
        <message>
            <source>How much it is changed by chance in training: up to so much more or less.</source>
            <translation>Quanto é alterado ao acaso no treino: até tanto a mais ou a menos.</translation>
        </message>
        <message>
            <source>Contrast</source>
            <translation>Contraste</translation>
        </message>
        <message>
            <source>Color</source>
            <translation>Cor</translation>
        </message>
        <message>
            <source>Band drop</source>
            <translation>Supressão de bandas</translation>
        </message>
        <message>
            <source>How often a band is blanked in training, where there are more than three.</source>
            <translation>Com que frequência uma banda é anulada no treino, se houver mais de três.</translation>
        </message>
        <message>
            <source>Fine-tuned model</source>
            <translation>Modelo ajustado</translation>
        </message>
        <message>
            <source>The fine-tuned model, for the weights file of the other algorithms.</source>
            <translation>O modelo ajustado, para o ficheiro de pesos dos outros algoritmos.</translation>
        </message>
        <message>
            <source>State dict for other tools</source>
            <translation>Pesos para outras ferramentas</translation>
        </message>
        <message>
            <source>PyTorch state dict</source>
            <translation>Dicionário de estado do PyTorch</translation>
        </message>
        <message>
            <source>The weights under DINOv2's own names, without the feature's whitening.</source>
            <translation>Os pesos com os nomes do próprio DINOv2, sem o branqueamento das características.</translation>
        </message>
        <message>
            <source>Learning curves, accuracy of each class, confusion matrix, the worst mistakes and the settings, in one file.</source>
            <translation>Curvas de aprendizagem, exatidão de cada classe, matriz de confusão, os piores erros e as configurações, num ficheiro.</translation>
        </message>
        <message>
            <source>Accuracy of the validation scenes</source>
            <translation>Exatidão das cenas de validação</translation>
        </message>
        <message>
            <source>Epochs trained</source>
            <translation>Épocas treinadas</translation>
        </message>
        <message>
            <source>Folder of images</source>
            <translation>Pasta de imagens</translation>
        </message>
        <message>
            <source>GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files are taken.</source>
            <translation>São aceites ficheiros GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP e VRT.</translation>
        </message>
        <message>
            <source>CRS of the footprints</source>
            <translation>SRC dos contornos</translation>
        </message>
        <message>
            <source>Empty: that of the first georeferenced image.</source>
            <translation>Vazio: o da primeira imagem georreferenciada.</translation>
        </message>
        <message>
            <source>One row per image: name, footprint, valid_fraction and the feature vector.</source>
            <translation>Uma linha por imagem: nome, contorno, valid_fraction e o vetor de características.</translation>
        </message>
        <message>
            <source>Images without features</source>
            <translation>Imagens sem características</translation>
        </message>
        <message>
            <source>Table with embeddings</source>
            <translation>Tabela com embeddings</translation>
        </message>
        <message>
            <source>GeoParquet or GeoPackage (*.parquet *.geoparquet *.gpq *.gpkg)</source>
            <translation>GeoParquet ou GeoPackage (*.parquet *.geoparquet *.gpq *.gpkg)</translation>
        </message>
        <message>
            <source>GeoParquet or GeoPackage with a vector on each row: a list of numbers of any type (in a GeoPackage as JSON, or as bytes of float32), or numbered columns (A00, A01, ...). Geometries are polygons or points, as WKB or in GeoArrow's own layout. Other columns become attributes of the scenes.</source>
            <translation>GeoParquet ou GeoPackage com um vetor em cada linha: uma lista de números de qualquer tipo (num GeoPackage como JSON, ou como bytes de float32), ou colunas numeradas (A00, A01, ...). As geometrias são polígonos ou pontos, como WKB ou na disposição própria do GeoArrow. As outras colunas tornam-se atributos das cenas.</translation>
        </message>
        <message>
            <source>Bands that make the vector; on the command line as 4;1;2. Empty: all but alpha bands.</source>
            <translation>Bandas que formam o vetor; na linha de comandos como 4;1;2. Vazio: todas exceto as bandas alfa.</translation>
        </message>
        <message>
            <source>Part of the raster to use, in any coordinate reference system. Empty: all of the raster. Web layers need an extent.</source>
            <translation>Parte do raster a usar, em qualquer sistema de referência de coordenadas. Vazio: todo o raster. As camadas web precisam de uma extensão.</translation>
        </message>
        <message>
            <source>Polygons</source>
            <translation>Polígonos</translation>
        </message>
        <message>
            <source>The pixels in each polygon of this layer are averaged, in any coordinate reference system; it takes the place of cell size, stride, edges, extent and mask, and its attributes are kept. Empty: cells.</source>
            <translation>Calcula-se a média dos pixels em cada polígono desta camada, em qualquer sistema de referência de coordenadas; substitui o tamanho da célula, o passo, as bordas, a extensão e a máscara, e os seus atributos são mantidos. Vazio: células.</translation>
        </message>
        <message>
            <source>Cell size</source>
            <translation>Tamanho da célula</translation>
        </message>
        <message>
            <source>Width and height of the cells over which the pixels' embeddings are averaged, each of which becomes a scene.</source>
            <translation>Largura e altura das células em que se calcula a média dos embeddings dos pixels, cada uma das quais se torna uma cena.</translation>
        </message>
        <message>
            <source>Units of size and stride</source>
            <translation>Unidades do tamanho e do passo</translation>
        </message>
        <message>
            <source>The name of the model that made the embeddings, with its version. Empty: what the file says. Scenes are compared, and clusters applied, only where this name is the same: give one name to all files of a model, and different ones to different models.</source>
            <translation>O nome do modelo que fez os embeddings, com a sua versão. Vazio: o que o ficheiro indicar. Só são comparadas cenas, e aplicados clusters, se este nome for o mesmo: dê um mesmo nome a todos os ficheiros de um modelo, e nomes diferentes a modelos diferentes.</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>Coluna</translation>
        </message>
        <message>
            <source>The column of the vectors, or what the names of numbered columns begin with, as A for A00 to A63. Empty: embedding, embeddings, feature or another usual name, else the only one that holds vectors.</source>
            <translation>A coluna dos vetores, ou aquilo com que começam os nomes das colunas numeradas, como A para A00 a A63. Vazio: embedding, embeddings, feature ou outro nome habitual; caso contrário, a única que contém vetores.</translation>
        </message>
        <message>
            <source>Stored values</source>
            <translation>Valores guardados</translation>
        </message>
        <message>
            <source>as stored</source>
            <translation>como estão guardadas</translation>
        </message>
        <message>
            <source>squared</source>
            <translation>ao quadrado</translation>
        </message>
        <message>
            <source>automatic: AlphaEarth's whole numbers (64 bands or columns A00 to A63) are turned back into numbers, scale and offset of a raster are applied, and other values are taken as they are. squared: whole numbers were made as AlphaEarth's are, v of sign(v) (v / 127.5)^2, as those of OlmoEarth too. as stored: the values are taken as they are, which is right for any scale and offset that all share, since vectors are centered and normalized before anything is made of them.</source>
            <translation>automático: os números inteiros do AlphaEarth (64 bandas ou colunas A00 a A63) são reconvertidos em números, são aplicados a escala e o deslocamento de um raster, e os outros valores são usados como estão. ao quadrado: os números inteiros foram feitos como os do AlphaEarth, v de sign(v) (v / 127.5)^2, tal como os do OlmoEarth. como estão guardadas: os valores são usados como estão, o que é correto para qualquer escala e deslocamento comuns a todos, porque os vetores são centrados e normalizados antes de se fazer seja o que for com eles.</translation>
        </message>
        <message>
            <source>Column of scales</source>
            <translation>Coluna de escalas</translation>
        </message>
        <message>
            <source>Where each vector is stored in whole numbers with a scale of its own: the column that it is to be multiplied by. Empty: none.</source>
            <translation>Se cada vetor estiver guardado em números inteiros com uma escala própria: a coluna pela qual deve ser multiplicado. Vazio: nenhuma.</translation>
        </message>
        <message>
            <source>Side of scenes at points</source>
            <translation>Lado das cenas em pontos</translation>
        </message>
        <message>
            <source>Where the table has points: side of the square around each that is its scene, in units of the table's reference system. Empty: the median distance to the nearest other point.</source>
            <translation>Se a tabela tiver pontos: lado do quadrado em redor de cada um que é a sua cena, em unidades do sistema de referência da tabela. Vazio: a mediana da distância ao outro ponto mais próximo.</translation>
        </message>
        <message>
            <source>Of rasters: scenes with a smaller share of pixels that have an embedding get no features.</source>
            <translation>Dos rasters: as cenas com uma proporção menor de pixels que têm embedding não recebem características.</translation>
        </message>
        <message>
            <source>Table of the GeoPackage</source>
            <translation>Tabela do GeoPackage</translation>
        </message>
        <message>
            <source>Of one with several tables. Empty: the only one.</source>
            <translation>Se tiver várias tabelas. Vazio: a única.</translation>
        </message>
        <message>
            <source>CRS of the table</source>
            <translation>SRC da tabela</translation>
        </message>
        <message>
            <source>Where the table does not say in which reference system its geometries are.</source>
            <translation>Se a tabela não indicar em que sistema de referência estão as suas geometrias.</translation>
        </message>
        <message>
            <source>One row per scene: footprint, valid_fraction, attributes and the feature vector.</source>
            <translation>Uma linha por cena: contorno, valid_fraction, atributos e o vetor de características.</translation>
        </message>
        <message>
            <source>Length of the vectors</source>
            <translation>Comprimento dos vetores</translation>
        </message>
        <message>
            <source>Instead of a raster: each image of the folder, and of the folders in it, is a scene. GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files are taken.</source>
            <translation>Em vez de um raster: cada imagem da pasta, e das pastas nela contidas, é uma cena. São aceites ficheiros GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP e VRT.</translation>
        </message>
        <message>
            <source>Grid layer</source>
            <translation>Camada de quadrícula</translation>
        </message>
        <message>
            <source>Polygons to use as scenes of the raster, instead of a regular grid, which the scene size makes where this is empty.</source>
            <translation>Polígonos a usar como cenas do raster, em vez de uma quadrícula regular, que é a que o tamanho da cena cria se isto estiver vazio.</translation>
        </message>
        <message>
            <source>Scene size</source>
            <translation>Tamanho da cena</translation>
        </message>
        <message>
            <source>Width and height of a scene or cell, which gets one cluster, in whole pixels or in the units chosen. It should be a few times as large as the things that tell the classes apart (houses, fields, waves).</source>
            <translation>Largura e altura de uma cena ou célula, que recebe um cluster, em pixels inteiros ou nas unidades escolhidas. Deve ser várias vezes maior do que as coisas que distinguem as classes (casas, campos, ondas).</translation>
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
            <translation>SCAN: os vizinhos minerados pertencem a um mesmo cluster, e depois o modelo ensina a si próprio aquilo de que tem certeza. SelfLabel: etiquetas por transporte ótimo, para clusters de tamanho semelhante. DeepCluster: k-means dá as etiquetas que as características aprendem. DeeperCluster: o mesmo com k-means em dois níveis, distribuído com Dask, para muitíssimas cenas. UIC: as respostas do próprio modelo a uma vista aumentada são as etiquetas de outra. RUC: limpa as etiquetas do SCAN, do agrupamento predefinido ou de um campo, segundo a confiança e os vizinhos, e aprende-as com duas redes que se corrigem mutuamente. Contrastive: duas vistas de uma cena são parecidas entre si e diferentes das outras cenas (SimCLR; com uma fila, MoCo v2). TURTLE: as etiquetas que uma reta distingue nas características de cada bloco; não usa cópias aumentadas nem os últimos blocos.</translation>
        </message>
        <message>
            <source>What is learned</source>
            <translation>O que se aprende</translation>
        </message>
        <message>
            <source>linear map of the features</source>
            <translation>aplicação linear das características</translation>
        </message>
        <message>
            <source>last blocks of the model</source>
            <translation>últimos blocos do modelo</translation>
        </message>
        <message>
            <source>A linear map of the features takes minutes and cannot go far wrong. Training the last blocks too goes further, for better or worse, and wants a GPU.</source>
            <translation>Uma aplicação linear das características leva minutos e não pode errar muito. Treinar também os últimos blocos vai mais longe, para melhor ou para pior, e requer uma GPU.</translation>
        </message>
        <message>
            <source>Number of clusters (0: inferred)</source>
            <translation>Número de clusters (0: deduzido)</translation>
        </message>
        <message>
            <source>Clusters of the result. 0: as many as the default clustering (UMAP and a Dirichlet process mixture) finds in the features before anything is learned.</source>
            <translation>Clusters do resultado. 0: tantos quantos o agrupamento predefinido (UMAP e uma mistura de processos de Dirichlet) encontrar nas características antes de se aprender algo.</translation>
        </message>
        <message>
            <source>Epochs (0: as the method needs)</source>
            <translation>Épocas (0: as que o método precisar)</translation>
        </message>
        <message>
            <source>How often the scenes are gone through, in all their copies where a linear map is learned; 0 takes what suits the method.</source>
            <translation>Quantas vezes as cenas são percorridas, em todas as suas cópias se for aprendida uma aplicação linear; 0 usa o que convém ao método.</translation>
        </message>
        <message>
            <source>Augmented copies</source>
            <translation>Cópias aumentadas</translation>
        </message>
        <message>
            <source>Linear map: so often the features of each scene are made once more, with the scene turned, flipped and cropped; every other copy is cropped further and changes its colors. Time grows with it.</source>
            <translation>Aplicação linear: quantas vezes mais são feitas as características de cada cena, com a cena rodada, espelhada e recortada; uma em cada duas cópias é mais recortada e muda de cores. O tempo cresce com isso.</translation>
        </message>
        <message>
            <source>Length of the adapted features, at most that of the model's own.</source>
            <translation>Comprimento das características adaptadas, no máximo o das características do próprio modelo.</translation>
        </message>
        <message>
            <source>Scenes per step (0: as the method needs)</source>
            <translation>Cenas por passo (0: conforme o método)</translation>
        </message>
        <message>
            <source>Scenes after which the weights are changed; 0 takes 256 for a linear map and 64 for the last blocks.</source>
            <translation>Cenas após as quais os pesos são alterados; 0 usa 256 para uma aplicação linear e 64 para os últimos blocos.</translation>
        </message>
        <message>
            <source>Learning rate (0: as the method needs)</source>
            <translation>Taxa de aprendizagem (0: conforme o método)</translation>
        </message>
        <message>
            <source>Highest one; it rises first and then falls along a cosine. 0 takes what suits the method.</source>
            <translation>A mais alta; primeiro sobe e depois desce segundo um cosseno. 0 usa o que convém ao método.</translation>
        </message>
        <message>
            <source>Temperature (0: as the method needs)</source>
            <translation>Temperatura (0: conforme o método)</translation>
        </message>
        <message>
            <source>The classifier's cosines are divided by it; small values make it surer. 0 takes what suits the method.</source>
            <translation>Os cossenos do classificador são divididos por ela; valores pequenos tornam-no mais seguro. 0 usa o que convém ao método.</translation>
        </message>
        <message>
            <source>Reassign after epochs (0: as the method needs)</source>
            <translation>Épocas entre reatribuições (0: automático)</translation>
        </message>
        <message>
            <source>After so many epochs scenes are labeled anew by SelfLabel, DeepCluster, DeeperCluster and UIC; 0 takes what suits the method.</source>
            <translation>Após este número de épocas, SelfLabel, DeepCluster, DeeperCluster e UIC voltam a etiquetar as cenas; 0 usa o que convém ao método.</translation>
        </message>
        <message>
            <source>Last blocks: pixels to which scenes are resized in training, a multiple of 14 (DINOv3, DOFA: 16).</source>
            <translation>Últimos blocos: pixels para os quais as cenas são redimensionadas no treino, um múltiplo de 14 (DINOv3, DOFA: 16).</translation>
        </message>
        <message>
            <source>Last blocks: first blocks of the transformer that stay as they are; -1: half of them.</source>
            <translation>Últimos blocos: primeiros blocos do transformer que ficam como estão; -1: metade deles.</translation>
        </message>
        <message>
            <source>Overclustering (0: as the method needs)</source>
            <translation>Sobreagrupamento (0: conforme o método)</translation>
        </message>
        <message>
            <source>DeepCluster and DeeperCluster: so many times more pseudo-labels than clusters are learned; k-means of the adapted features then makes the clusters. 0 takes what suits the method.</source>
            <translation>DeepCluster e DeeperCluster: são aprendidas tantas vezes mais pseudoetiquetas do que clusters; depois, k-means das características adaptadas forma os clusters. 0 usa o que convém ao método.</translation>
        </message>
        <message>
            <source>DeeperCluster: address of a Dask scheduler, as in tcp://host:8786, whose workers can import this plugin and see its folder in the home directory under the same path. Empty: threads of this computer.</source>
            <translation>DeeperCluster: endereço de um escalonador do Dask, como em tcp://host:8786, cujos processos de trabalho podem importar este plugin e veem a sua pasta no diretório pessoal com o mesmo caminho. Vazio: threads deste computador.</translation>
        </message>
        <message>
            <source>Sizes of clusters</source>
            <translation>Tamanhos dos clusters</translation>
        </message>
        <message>
            <source>estimated</source>
            <translation>estimada</translation>
        </message>
        <message>
            <source>SelfLabel: clusters of equal size; or sizes that are estimated from the model's answers, half way to equal ones.</source>
            <translation>SelfLabel: clusters de igual tamanho; ou tamanhos que são estimados a partir das respostas do modelo, a meio caminho dos iguais.</translation>
        </message>
        <message>
            <source>Sharpness of the transport</source>
            <translation>Nitidez do transporte</translation>
        </message>
        <message>
            <source>SelfLabel: the larger it is, the nearer the labels are to the best ones under the constraint on sizes; small values smooth them.</source>
            <translation>SelfLabel: quanto maior for, mais próximas estão as etiquetas das melhores sob a restrição dos tamanhos; valores pequenos suavizam-nas.</translation>
        </message>
        <message>
            <source>Mined neighbors</source>
            <translation>Vizinhos minerados</translation>
        </message>
        <message>
            <source>SCAN: so many nearest scenes are taken to belong to the cluster of a scene. RUC: so many vote on its label.</source>
            <translation>SCAN: supõe-se que este número de cenas mais próximas pertence ao cluster de uma cena. RUC: este número delas vota na sua etiqueta.</translation>
        </message>
        <message>
            <source>Weight of the entropy</source>
            <translation>Peso da entropia</translation>
        </message>
        <message>
            <source>SCAN: how strongly clusters are kept from being unlike in size.</source>
            <translation>SCAN: com que força se evita que os clusters tenham tamanhos desiguais.</translation>
        </message>
        <message>
            <source>Confidence</source>
            <translation>Confiança</translation>
        </message>
        <message>
            <source>SCAN: in the last third of the epochs, scenes teach themselves whose cluster is more probable than this. RUC: labels that are more probable are credible.</source>
            <translation>SCAN: no último terço das épocas, ensinam a si próprias as cenas cujo cluster é mais provável do que isto. RUC: as etiquetas que são mais prováveis são fiáveis.</translation>
        </message>
        <message>
            <source>Labels to clean</source>
            <translation>Etiquetas a limpar</translation>
        </message>
        <message>
            <source>default clustering</source>
            <translation>agrupamento predefinido</translation>
        </message>
        <message>
            <source>field</source>
            <translation>campo</translation>
        </message>
        <message>
            <source>RUC: those of SCAN, which is learned first; of the default clustering (UMAP and a Dirichlet process mixture), with its number of clusters; or of a field.</source>
            <translation>RUC: as do SCAN, que é aprendido primeiro; as do agrupamento predefinido (UMAP e uma mistura de processos de Dirichlet), com o seu número de clusters; ou as de um campo.</translation>
        </message>
        <message>
            <source>Field of clusters</source>
            <translation>Campo de clusters</translation>
        </message>
        <message>
            <source>RUC: field of the grid layer whose values are the clusters to clean, such as cluster or edited_cluster; scenes where it is empty or 0 have none.</source>
            <translation>RUC: campo da camada de quadrícula cujos valores são os clusters a limpar, como cluster ou edited_cluster; as cenas em que está vazio ou é 0 não têm nenhum.</translation>
        </message>
        <message>
            <source>Credible labels</source>
            <translation>Etiquetas fiáveis</translation>
        </message>
        <message>
            <source>hybrid</source>
            <translation>híbrido</translation>
        </message>
        <message>
            <source>confidence</source>
            <translation>confiança</translation>
        </message>
        <message>
            <source>neighbors</source>
            <translation>vizinhos</translation>
        </message>
        <message>
            <source>RUC: those more probable than the confidence, those that most mined neighbors have, or hybrid: those that are both. A field has no probabilities, and those of the default clustering are low: for these hybrid goes by neighbors alone.</source>
            <translation>RUC: as que são mais prováveis do que a confiança, as que a maioria dos vizinhos minerados tem, ou híbrido: as que cumprem ambas as condições. Um campo não tem probabilidades, e as do agrupamento predefinido são baixas: para estes, híbrido guia-se apenas pelos vizinhos.</translation>
        </message>
        <message>
            <source>Keys in the queue</source>
            <translation>Chaves na fila</translation>
        </message>
        <message>
            <source>Contrastive: 0 compares a scene with the others of its step (SimCLR). Other numbers compare it with as many of earlier steps, made by a momentum encoder (MoCo v2), which suits small steps.</source>
            <translation>Contrastive: 0 compara uma cena com as outras do seu passo (SimCLR). Outros números comparam-na com outras tantas de passos anteriores, feitas por um codificador de momento (MoCo v2), o que convém a passos pequenos.</translation>
        </message>
        <message>
            <source>Refined model</source>
            <translation>Modelo refinado</translation>
        </message>
        <message>
            <source>The adapted model, for the weights file of the other algorithms.</source>
            <translation>O modelo adaptado, para o ficheiro de pesos dos outros algoritmos.</translation>
        </message>
        <message>
            <source>Loss of the last epoch</source>
            <translation>Perda da última época</translation>
        </message>
        <message>
            <source>Labels</source>
            <translation>Etiquetas</translation>
        </message>
        <message>
            <source>Points, polygons or a table without geometry, in any coordinate reference system, with a field of classes. A point labels the scene it lies in, a polygon those whose center or half it covers, and a row without a place the scene whose number is in its field scene_id.</source>
            <translation>Pontos, polígonos ou uma tabela sem geometria, em qualquer sistema de referência de coordenadas, com um campo de classes. Um ponto etiqueta a cena em que se encontra; um polígono, aquelas cujo centro ou metade cobre, e uma linha sem lugar, a cena cujo número está no seu campo scene_id.</translation>
        </message>
        <message>
            <source>Field of the class</source>
            <translation>Campo da classe</translation>
        </message>
        <message>
            <source>Codes or names of classes. Rows without one are left out.</source>
            <translation>Códigos ou nomes de classes. As linhas sem eles são omitidas.</translation>
        </message>
        <message>
            <source>Field of what it is not</source>
            <translation>Campo do que não é</translation>
        </message>
        <message>
            <source>A class that the scene is not: 'not water' is often known sooner than what it is. A scene that is none of the classes is taken for none of them, and so are those like it.</source>
            <translation>Uma classe que a cena não é: “não é água” sabe-se muitas vezes antes do que é. Uma cena que não é de nenhuma das classes não é tomada por nenhuma, nem o são as que se parecem com ela.</translation>
        </message>
        <message>
            <source>Field of the time</source>
            <translation>Campo de tempo</translation>
        </message>
        <message>
            <source>Of several labels of a scene the latest counts, by a date, a number or a text as 2026-05-31. Empty: by the order of the rows.</source>
            <translation>De várias etiquetas de uma cena conta a mais recente, segundo uma data, um número ou um texto como 2026-05-31. Vazio: segundo a ordem das linhas.</translation>
        </message>
        <message>
            <source>A layer in a GeoPackage that has noted its features and its schema; any layer of scenes made here will do. Empty: give the features.</source>
            <translation>Uma camada num GeoPackage que tenha anotados as suas características e o seu esquema; serve qualquer camada de cenas feita aqui. Vazio: indique as características.</translation>
        </message>
        <message>
            <source>The features of the scenes, made by Extract features or Cluster a raster. Empty: those that the layer has noted.</source>
            <translation>As características das cenas, feitas com “Extrair características” ou “Agrupar um raster”. Vazio: as que a camada tem anotadas.</translation>
        </message>
        <message>
            <source>Label model</source>
            <translation>Modelo de etiquetas</translation>
        </message>
        <message>
            <source>A model that Classify scenes has saved, in place of labels: nothing is learned, and its classes are found in the features of another raster.</source>
            <translation>Um modelo que “Classificar cenas” guardou, em vez de etiquetas: nada é aprendido, e as suas classes são procuradas nas características de outro raster.</translation>
        </message>
        <message>
            <source>Logistic regression</source>
            <translation>Regressão logística</translation>
        </message>
        <message>
            <source>Linear discriminant</source>
            <translation>Discriminante linear</translation>
        </message>
        <message>
            <source>Prototypes</source>
            <translation>Protótipos</translation>
        </message>
        <message>
            <source>Logistic regression: regularized, and the best on labeled scenes. Linear discriminant: classes with one common shape, which takes two labels of each. Prototypes: the mean of a class's labeled scenes stands for it.</source>
            <translation>Regressão logística: regularizada, e a melhor em cenas etiquetadas. Discriminante linear: classes com uma forma comum, para o que são precisas duas etiquetas de cada. Protótipos: a média das cenas etiquetadas de uma classe representa-a.</translation>
        </message>
        <message>
            <source>Inverse regularization</source>
            <translation>Regularização inversa</translation>
        </message>
        <message>
            <source>Logistic regression: small values trust the labels less.</source>
            <translation>Regressão logística: valores pequenos confiam menos nas etiquetas.</translation>
        </message>
        <message>
            <source>Diffusion</source>
            <translation>Difusão</translation>
        </message>
        <message>
            <source>How much of a scene's features comes from the scenes that are most like it, before anything is learned: with few labels, the groups that all scenes form say more than these do. Left out by itself where labels that are kept aside are told apart better without. 0: features stay as they are.</source>
            <translation>Que parte das características de uma cena vem das cenas mais parecidas com ela, antes de se aprender algo: com poucas etiquetas, os grupos que todas as cenas formam dizem mais do que elas. É omitida por si mesma se as etiquetas postas de parte se distinguirem melhor sem ela. 0: as características ficam como estão.</translation>
        </message>
        <message>
            <source>Diffusion: the most similar scenes that a scene takes over from.</source>
            <translation>Difusão: número de cenas mais semelhantes das quais uma cena recebe.</translation>
        </message>
        <message>
            <source>Doubtful from</source>
            <translation>Duvidosa a partir de</translation>
        </message>
        <message>
            <source>A scene is ambiguous where its second class is so many times as likely as the first, or more.</source>
            <translation>Uma cena é ambígua se a sua segunda classe for tantas vezes tão provável como a primeira, ou mais.</translation>
        </message>
        <message>
            <source>A scene whose features are less similar than that to those of every labeled scene gets no class: it is none of these. From -1 to 1; the field similarity shows what it is. Empty: every scene gets a class.</source>
            <translation>Uma cena cujas características são menos semelhantes do que isto às de todas as cenas etiquetadas não recebe classe: não é nenhuma delas. De -1 a 1; o campo similarity mostra quanto é. Vazio: todas as cenas recebem uma classe.</translation>
        </message>
        <message>
            <source>Folds</source>
            <translation>Partições</translation>
        </message>
        <message>
            <source>Parts of the labels, each made of whole blocks of the map, of which one at a time is kept aside to see how right and how sure the others are there.</source>
            <translation>Partes das etiquetas, cada uma formada por blocos inteiros do mapa, das quais uma de cada vez é posta de parte para ver quanto acertam e quão seguras são aí as outras.</translation>
        </message>
        <message>
            <source>Probabilities of all classes</source>
            <translation>Probabilidades de todas as classes</translation>
        </message>
        <message>
            <source>Adds fields member_1, member_2 and so on with the probability of each class.</source>
            <translation>Acrescenta campos member_1, member_2, etc. com a probabilidade de cada classe.</translation>
        </message>
        <message>
            <source>Classified scenes</source>
            <translation>Cenas classificadas</translation>
        </message>
        <message>
            <source>The scenes with class_code, class_name, probability, second_class, second_probability, ambiguous, and similarity to the most similar labeled scene. label and not_label are what the scene was labeled, held_out the class that the other labels give it.</source>
            <translation>As cenas com class_code, class_name, probability, second_class, second_probability, ambiguous e similarity com a cena etiquetada mais semelhante. label e not_label são o que foi etiquetado na cena; held_out, a classe que as outras etiquetas lhe dão.</translation>
        </message>
        <message>
            <source>Label model to save</source>
            <translation>Modelo de etiquetas a guardar</translation>
        </message>
        <message>
            <source>Label models</source>
            <translation>Modelos de etiquetas</translation>
        </message>
        <message>
            <source>The model, for the features of another raster.</source>
            <translation>O modelo, para as características de outro raster.</translation>
        </message>
        <message>
            <source>Labeled scenes</source>
            <translation>Cenas etiquetadas</translation>
        </message>
        <message>
            <source>Ambiguous scenes</source>
            <translation>Cenas ambíguas</translation>
        </message>
        <message>
            <source>Labeled scenes that were kept aside</source>
            <translation>Cenas etiquetadas que foram postas de parte</translation>
        </message>
        <message>
            <source>Accuracy, cross-validated</source>
            <translation>Exatidão, com validação cruzada</translation>
        </message>
        <message>
            <source>Expected calibration error, cross-validated</source>
            <translation>Erro de calibração esperado, com validação cruzada</translation>
        </message>
        <message>
            <source>Pairs</source>
            <translation>Pares</translation>
        </message>
        <message>
            <source>A table of pairs of scenes by their numbers (scene_id), with what is known of each: 'must' share a cluster, or 'cannot'.</source>
            <translation>Uma tabela de pares de cenas, indicadas pelos seus números (scene_id), com o que se sabe de cada par: as cenas têm de partilhar um cluster ('must') ou não podem partilhá-lo ('cannot').</translation>
        </message>
        <message>
            <source>Field of the first scene</source>
            <translation>Campo da primeira cena</translation>
        </message>
        <message>
            <source>Empty: the field scene_1.</source>
            <translation>Vazio: o campo scene_1.</translation>
        </message>
        <message>
            <source>Field of the second scene</source>
            <translation>Campo da segunda cena</translation>
        </message>
        <message>
            <source>Empty: the field scene_2.</source>
            <translation>Vazio: o campo scene_2.</translation>
        </message>
        <message>
            <source>Field of what is known</source>
            <translation>Campo do que se sabe</translation>
        </message>
        <message>
            <source>Texts that begin with must or cannot, or the numbers 1 and -1. Empty: pair.</source>
            <translation>Textos que começam por must ou cannot, ou os números 1 e -1. Vazio: pair.</translation>
        </message>
        <message>
            <source>Scenes that lie among others that they must be apart from</source>
            <translation>Cenas situadas entre outras das quais têm de estar separadas</translation>
        </message>
        <message>
            <source>Wanted accuracy</source>
            <translation>Exatidão desejada</translation>
        </message>
        <message>
            <source>The accuracy that the map is to have.</source>
            <translation>A exatidão que o mapa deve ter.</translation>
        </message>
        <message>
            <source>Repeats</source>
            <translation>Repetições</translation>
        </message>
        <message>
            <source>How often labels are drawn for each point of the curve.</source>
            <translation>Quantas vezes são sorteadas etiquetas para cada ponto da curva.</translation>
        </message>
        <message>
            <source>Points</source>
            <translation>Pontos</translation>
        </message>
        <message>
            <source>Numbers of labels that are tried.</source>
            <translation>Quantos números de etiquetas diferentes são experimentados.</translation>
        </message>
        <message>
            <source>Learning curve</source>
            <translation>Curva de aprendizagem</translation>
        </message>
        <message>
            <source>A row for each number of labels, of all scenes (without a class) and of those of each class: accuracy, 95 % interval, and the fitted law.</source>
            <translation>Uma linha por cada número de etiquetas, de todas as cenas (sem classe) e das de cada classe: exatidão, intervalo de 95 % e a lei ajustada.</translation>
        </message>
        <message>
            <source>The curves, the classes and what they say.</source>
            <translation>As curvas, as classes e o que elas dizem.</translation>
        </message>
        <message>
            <source>Accuracy with all labels</source>
            <translation>Exatidão com todas as etiquetas</translation>
        </message>
        <message>
            <source>Accuracy, lower end</source>
            <translation>Exatidão, limite inferior</translation>
        </message>
        <message>
            <source>Accuracy, upper end</source>
            <translation>Exatidão, limite superior</translation>
        </message>
        <message>
            <source>Accuracy with endless labels</source>
            <translation>Exatidão com infinitas etiquetas</translation>
        </message>
        <message>
            <source>What twice as many labels bring</source>
            <translation>O que traz o dobro das etiquetas</translation>
        </message>
        <message>
            <source>Labels for the wanted accuracy</source>
            <translation>Etiquetas para a exatidão desejada</translation>
        </message>
        <message>
            <source>Scenes to label</source>
            <translation>Cenas a etiquetar</translation>
        </message>
        <message>
            <source>As many scenes are suggested, the most useful first.</source>
            <translation>É sugerido este número de cenas, primeiro as mais úteis.</translation>
        </message>
        <message>
            <source>Most of a class</source>
            <translation>Máximo por classe</translation>
        </message>
        <message>
            <source>No more scenes are suggested that are taken for the same class, once there are labels of two. Empty: as many as are useful.</source>
            <translation>Não são sugeridas mais cenas que se tomem por uma mesma classe, assim que houver etiquetas de duas. Vazio: tantas quantas forem úteis.</translation>
        </message>
        <message>
            <source>Least distance (map units)</source>
            <translation>Distância mínima (unidades do mapa)</translation>
        </message>
        <message>
            <source>Suggested and labeled scenes are that far apart on the map at least, in the units of its reference system, so that the labels do not all lie in one corner.</source>
            <translation>As cenas sugeridas e as etiquetadas distam no mapa pelo menos isto, nas unidades do seu sistema de referência, para que as etiquetas não fiquem todas num canto.</translation>
        </message>
        <message>
            <source>The scenes by rank, with reason, and class_code, class_name, not_class, labeled_by and labeled_at to be filled in.</source>
            <translation>As cenas por ordem, com reason, e class_code, class_name, not_class, labeled_by e labeled_at para preencher.</translation>
        </message>
        <message>
            <source>Scenes suggested</source>
            <translation>Cenas sugeridas</translation>
        </message>
        <message>
            <source>Bands that are looked at; on the command line as 4;1;2. Empty: all but alpha bands.</source>
            <translation>Bandas que são examinadas; na linha de comandos como 4;1;2. Vazio: todas exceto as bandas alfa.</translation>
        </message>
        <message>
            <source>Training areas, in any coordinate reference system: the valid pixels whose centers they cover. Each class needs more pixels than there are bands. Where polygons overlap, the later one counts.</source>
            <translation>Áreas de treino, em qualquer sistema de referência de coordenadas: os pixels válidos cujos centros elas cobrem. Cada classe precisa de mais pixels do que há bandas. Onde os polígonos se sobrepõem, conta o posterior.</translation>
        </message>
        <message>
            <source>Field with the classes, text or codes. Whole numbers from 1 to 255 become the values in the map; otherwise classes are numbered in the order of their names. Polygons without a class are left out.</source>
            <translation>Campo com as classes, texto ou códigos. Números inteiros de 1 a 255 tornam-se os valores do mapa; caso contrário, as classes são numeradas na ordem dos seus nomes. Os polígonos sem classe são omitidos.</translation>
        </message>
        <message>
            <source>Signatures</source>
            <translation>Assinaturas</translation>
        </message>
        <message>
            <source>In place of polygons: signatures of Pixel clusters or of this algorithm.</source>
            <translation>Em vez de polígonos: assinaturas de “Clusters de pixels” ou deste algoritmo.</translation>
        </message>
        <message>
            <source>Weigh classes by pixels</source>
            <translation>Ponderar as classes por pixels</translation>
        </message>
        <message>
            <source>Larger classes are more likely, by the pixels of their signatures: for signatures of Pixel clusters. Otherwise all classes are equally likely.</source>
            <translation>As classes maiores são mais prováveis, segundo os pixels das suas assinaturas: para assinaturas de “Clusters de pixels”. Caso contrário, todas as classes são igualmente prováveis.</translation>
        </message>
        <message>
            <source>Reject (%)</source>
            <translation>Rejeitar (%)</translation>
        </message>
        <message>
            <source>Pixels are rejected that lie as far from the mean of their class as only this percentage of the class's own pixels would (chi-square distribution of the Mahalanobis distance). 0: none are.</source>
            <translation>São rejeitados os pixels tão afastados da média da sua classe como só o estaria esta percentagem dos pixels da própria classe (distribuição qui-quadrado da distância de Mahalanobis). 0: nenhum.</translation>
        </message>
        <message>
            <source>Rejected pixels become</source>
            <translation>Os pixels rejeitados tornam-se</translation>
        </message>
        <message>
            <source>no data</source>
            <translation>sem dados</translation>
        </message>
        <message>
            <source>class of its own</source>
            <translation>classe própria</translation>
        </message>
        <message>
            <source>No data, which is 0 in the map, or a class of its own, whose value is one more than the largest class.</source>
            <translation>Sem dados, que é 0 no mapa, ou uma classe própria, cujo valor é o da maior classe mais um.</translation>
        </message>
        <message>
            <source>GeoTIFF with the class of each pixel, 0 where there is no data, with colors and names; 8 bits up to class 255, else 16.</source>
            <translation>GeoTIFF com a classe de cada pixel, 0 onde não há dados, com cores e nomes; 8 bits até à classe 255, senão 16.</translation>
        </message>
        <message>
            <source>Probability</source>
            <translation>Probabilidade</translation>
        </message>
        <message>
            <source>GeoTIFF with the posterior probability of the class in percent; 255 where there is no data and where pixels are rejected. Not made where it is not asked for.</source>
            <translation>GeoTIFF com a probabilidade a posteriori da classe em percentagem; 255 onde não há dados e onde são rejeitados pixels. Não é criado se não for pedido.</translation>
        </message>
        <message>
            <source>Signatures used</source>
            <translation>Assinaturas usadas</translation>
        </message>
        <message>
            <source>Pixels, mean and covariance of each class, for other rasters.</source>
            <translation>Pixels, média e covariância de cada classe, para outros rasters.</translation>
        </message>
        <message>
            <source>Number of valid pixels</source>
            <translation>Número de pixels válidos</translation>
        </message>
        <message>
            <source>Number of rejected pixels</source>
            <translation>Número de pixels rejeitados</translation>
        </message>
        <message>
            <source>fuzzy k-means</source>
            <translation>k-means difuso</translation>
        </message>
        <message>
            <source>migrating means</source>
            <translation>médias migrantes</translation>
        </message>
        <message>
            <source>ISODATA splits wide clusters and merges near ones, and comes to its own number; k-means makes as many as asked for; fuzzy k-means weighs each pixel by its membership in all clusters; migrating means starts along the diagonal of the bands and goes through all pixels until few of them change.</source>
            <translation>ISODATA divide os clusters largos e funde os próximos, e chega ao seu próprio número; k-means faz tantos quantos forem pedidos; k-means difuso pondera cada pixel pela sua pertinência a todos os clusters; médias migrantes começa ao longo da diagonal das bandas e percorre todos os pixels até que poucos deles mudem.</translation>
        </message>
        <message>
            <source>Number of classes. ISODATA takes it as the desired number and makes between half and twice as many.</source>
            <translation>Número de classes. ISODATA usa-o como o número desejado e faz entre metade e o dobro.</translation>
        </message>
        <message>
            <source>Standardize the bands</source>
            <translation>Padronizar as bandas</translation>
        </message>
        <message>
            <source>Divide each band by its standard deviation, so that all bands count alike. Otherwise a band of large numbers counts most.</source>
            <translation>Divide cada banda pelo seu desvio padrão, para que todas as bandas contem igualmente. Caso contrário, uma banda de números grandes é a que mais conta.</translation>
        </message>
        <message>
            <source>Sample (pixels)</source>
            <translation>Amostra (pixels)</translation>
        </message>
        <message>
            <source>Valid pixels, drawn at random over the whole raster, that the clusters are found on. Migrating means uses all pixels, and the sample only to start.</source>
            <translation>Pixels válidos, sorteados ao acaso em todo o raster, com os quais se encontram os clusters. O método “médias migrantes” usa todos os pixels, e a amostra apenas para começar.</translation>
        </message>
        <message>
            <source>Of ISODATA, fuzzy k-means and migrating means, which reads the whole raster in each. They end before when nothing changes any more.</source>
            <translation>Em ISODATA, k-means difuso e “médias migrantes”, que lê todo o raster em cada uma. Terminam antes quando já nada muda.</translation>
        </message>
        <message>
            <source>Smallest cluster (% of pixels)</source>
            <translation>Cluster mínimo (% dos pixels)</translation>
        </message>
        <message>
            <source>ISODATA: a cluster with less than this percentage of the pixels is given up.</source>
            <translation>ISODATA: um cluster com menos do que esta percentagem dos pixels é abandonado.</translation>
        </message>
        <message>
            <source>Largest deviation</source>
            <translation>Desvio máximo</translation>
        </message>
        <message>
            <source>ISODATA: a cluster is split when its standard deviation along a band is larger. In standard deviations of the band where the bands are standardized, else in units of the raster. Empty: half more than as many clusters of migrating means have.</source>
            <translation>ISODATA: um cluster é dividido quando o seu desvio padrão ao longo de uma banda é maior. Em desvios padrão da banda se as bandas forem padronizadas; caso contrário, em unidades do raster. Vazio: metade a mais do que o mesmo número de clusters de “médias migrantes” tem.</translation>
        </message>
        <message>
            <source>Smallest distance</source>
            <translation>Distância mínima</translation>
        </message>
        <message>
            <source>ISODATA: clusters whose means are nearer are merged, in the same units. Empty: half the distance that neighbors among as many clusters of migrating means have.</source>
            <translation>ISODATA: são fundidos os clusters cujas médias estão mais próximas, nas mesmas unidades. Vazio: metade da distância que têm os vizinhos entre o mesmo número de clusters de “médias migrantes”.</translation>
        </message>
        <message>
            <source>Pairs merged</source>
            <translation>Pares fundidos</translation>
        </message>
        <message>
            <source>Share that changes (%)</source>
            <translation>Proporção que muda (%)</translation>
        </message>
        <message>
            <source>Migrating means: it ends when not more than this percentage of the pixels changes its class in an iteration.</source>
            <translation>médias migrantes: termina quando não muda de classe mais do que esta percentagem dos pixels numa iteração.</translation>
        </message>
        <message>
            <source>Fuzzy k-means: exponent of the memberships. Near 1 it is as k-means; large values let clusters flow together.</source>
            <translation>k-means difuso: expoente das pertinências. Perto de 1 é como k-means; valores grandes fazem os clusters misturarem-se.</translation>
        </message>
        <message>
            <source>Pixels, mean and covariance of each class, with the bands and how the classes were made.</source>
            <translation>Pixels, média e covariância de cada classe, com as bandas e como as classes foram feitas.</translation>
        </message>
        <message>
            <source>GeoTIFF with a band for each class: its fuzzy membership in percent, 255 where there is no data. Possible for each method. Not made where it is not asked for.</source>
            <translation>GeoTIFF com uma banda por classe: a sua pertinência difusa em percentagem, 255 onde não há dados. Possível com todos os métodos. Não é criado se não for pedido.</translation>
        </message>
        <message>
            <source>Scenes with a smaller share of valid pixels are left out; 0 keeps all. Nodata, NaN, alpha and mask bands, and what is outside the raster, are not valid.</source>
            <translation>As cenas com uma proporção menor de pixels válidos são omitidas; 0 mantém todas. Sem dados, NaN, as bandas alfa e de máscara, e o que está fora do raster não são válidos.</translation>
        </message>
        <message>
            <source>Scenes</source>
            <translation>Cenas</translation>
        </message>
        <message>
            <source>Polygons with scene_id, row, col and valid_fraction.</source>
            <translation>Polígonos com scene_id, row, col e valid_fraction.</translation>
        </message>
        <message>
            <source>Scenes left out</source>
            <translation>Cenas omitidas</translation>
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
            <translation>SLIC cria segmentos compactos de tamanho aproximadamente igual; Felzenszwalb, grandes onde a imagem é uniforme e pequenos onde não é.</translation>
        </message>
        <message>
            <source>Pixels of a segment (SLIC)</source>
            <translation>Pixels de um segmento (SLIC)</translation>
        </message>
        <message>
            <source>SLIC: about as many pixels make a segment. For features of scenes, a few thousand.</source>
            <translation>SLIC: aproximadamente este número de pixels forma um segmento. Para características de cenas, alguns milhares.</translation>
        </message>
        <message>
            <source>Compactness</source>
            <translation>Compacidade</translation>
        </message>
        <message>
            <source>SLIC: how much nearness counts against likeness, with bands scaled to 0..1. Large values give squares, small ones ragged outlines.</source>
            <translation>SLIC: quanto conta a proximidade em relação à semelhança, com as bandas ajustadas a 0..1. Valores grandes dão quadrados; pequenos, contornos irregulares.</translation>
        </message>
        <message>
            <source>Scale (Felzenszwalb)</source>
            <translation>Escala (Felzenszwalb)</translation>
        </message>
        <message>
            <source>Felzenszwalb: large values give large segments.</source>
            <translation>Felzenszwalb: valores grandes dão segmentos grandes.</translation>
        </message>
        <message>
            <source>Smoothing</source>
            <translation>Suavização</translation>
        </message>
        <message>
            <source>Standard deviation, in pixels, of the Gaussian that smooths the image first; 0: none.</source>
            <translation>Desvio padrão, em pixels, da gaussiana que primeiro suaviza a imagem; 0: nenhuma.</translation>
        </message>
        <message>
            <source>Smallest segment (pixels)</source>
            <translation>Segmento mínimo (pixels)</translation>
        </message>
        <message>
            <source>Segments of fewer pixels are joined to the neighbor that is most like them. Only what has no neighbor, such as an island in nodata, stays smaller. Empty: a quarter of the pixels of a segment for SLIC, 50 for Felzenszwalb.</source>
            <translation>Os segmentos com menos pixels são unidos ao vizinho mais parecido com eles. Só fica menor o que não tem vizinho, como uma ilha em zonas sem dados. Vazio: um quarto dos pixels de um segmento com SLIC, 50 com Felzenszwalb.</translation>
        </message>
        <message>
            <source>Segments</source>
            <translation>Segmentos</translation>
        </message>
        <message>
            <source>Polygons with scene_id, pixels, valid_fraction (of the window around the polygon, which is what Extract features looks at) and area in square meters on the ellipsoid (in the plane of a system that has none).</source>
            <translation>Polígonos com scene_id, pixels, valid_fraction (da janela em redor do polígono, que é o que “Extrair características” examina) e area em metros quadrados sobre o elipsoide (no plano de um sistema que não tem nenhum).</translation>
        </message>
        <message>
            <source>Number of segments</source>
            <translation>Número de segmentos</translation>
        </message>
        <message>
            <source>Polygons in any coordinate reference system; only cells with area inside them count.</source>
            <translation>Polígonos em qualquer sistema de referência de coordenadas; só contam as células com área dentro deles.</translation>
        </message>
        <message>
            <source>Scales</source>
            <translation>Escalas</translation>
        </message>
        <message>
            <source>Without geometry, a row for each size: size and context in pixels, and size_map and context_map in units of the raster's coordinate reference system; cells; seconds that their features take on this computer; between, apart, stability and score, which the report explains; proposed (yes or no).</source>
            <translation>Sem geometria, uma linha por tamanho: size e context em pixels, e size_map e context_map em unidades do sistema de referência de coordenadas do raster; cells; seconds que as suas características levam neste computador; between, apart, stability e score, que o relatório explica; proposed (sim ou não).</translation>
        </message>
        <message>
            <source>The table, and the same place at each size, in one file.</source>
            <translation>A tabela, e o mesmo local em cada tamanho, num ficheiro.</translation>
        </message>
        <message>
            <source>Proposed size in pixels</source>
            <translation>Tamanho proposto em pixels</translation>
        </message>
        <message>
            <source>Proposed context in pixels</source>
            <translation>Contexto proposto em pixels</translation>
        </message>
        <message>
            <source>Number of cells at that size</source>
            <translation>Número de células com esse tamanho</translation>
        </message>
        <message>
            <source>Show only</source>
            <translation>Apenas mostrar</translation>
        </message>
        <message>
            <source>Say what there is, and remove nothing.</source>
            <translation>Indica o que há, e não remove nada.</translation>
        </message>
        <message>
            <source>Remove what stopped runs have left</source>
            <translation>Remover restos de execuções interrompidas</translation>
        </message>
        <message>
            <source>Features, projections and clusters that were finished when a run was stopped.</source>
            <translation>Características, projeções e clusters que estavam concluídos quando uma execução foi interrompida.</translation>
        </message>
        <message>
            <source>Remove what stopped training has left</source>
            <translation>Remover restos de treinos interrompidos</translation>
        </message>
        <message>
            <source>Images and states of Fine-tune a model and of Refine a model.</source>
            <translation>Imagens e estados de “Ajuste fino do modelo” e de “Refinar modelo”.</translation>
        </message>
        <message>
            <source>Remove compiled code and measured speeds</source>
            <translation>Remover código compilado e velocidades</translation>
        </message>
        <message>
            <source>They are made again by the next run, which takes it up to a minute.</source>
            <translation>São feitos de novo pela próxima execução, que demora com isso até um minuto.</translation>
        </message>
        <message>
            <source>Remove downloaded weights</source>
            <translation>Remover pesos descarregados</translation>
        </message>
        <message>
            <source>Official DINOv2 models, in the cache of the model hub, which other programs may use, too. The next run with one of them downloads it again.</source>
            <translation>Modelos oficiais do DINOv2, na cache do repositório de modelos, que outros programas também podem usar. A próxima execução com um deles descarrega-o de novo.</translation>
        </message>
        <message>
            <source>Older than (days)</source>
            <translation>Mais antigo do que (dias)</translation>
        </message>
        <message>
            <source>Only what was not used for so many days is removed; 0: everything.</source>
            <translation>Só é removido o que não foi usado durante este número de dias; 0: tudo.</translation>
        </message>
        <message>
            <source>Places that were emptied</source>
            <translation>Locais que foram esvaziados</translation>
        </message>
        <message>
            <source>Bytes that were freed</source>
            <translation>Bytes que foram libertados</translation>
        </message>
        <message>
            <source>Places that a running process needs</source>
            <translation>Locais de que um processo em execução precisa</translation>
        </message>
        <message>
            <source>Features, projections and clusters of stopped runs: bytes now</source>
            <translation>Características, projeções e clusters de execuções interrompidas: bytes atuais</translation>
        </message>
        <message>
            <source>Training that was stopped: bytes now</source>
            <translation>Treino interrompido: bytes atuais</translation>
        </message>
        <message>
            <source>Compiled code, measured speeds and scales: bytes now</source>
            <translation>Código compilado, velocidades medidas e escalas: bytes atuais</translation>
        </message>
        <message>
            <source>Downloaded weights of models: bytes now</source>
            <translation>Pesos de modelos descarregados: bytes atuais</translation>
        </message>
        <message>
            <source>Check only</source>
            <translation>Apenas verificar</translation>
        </message>
        <message>
            <source>Install nothing, and report: what there is, what would be downloaded, whether the network answers, and how the last set-up ended. There are no passwords in the report.</source>
            <translation>Não instalar nada, e informar: o que existe, o que seria descarregado, se a rede responde, e como terminou a última configuração. O relatório não contém palavras-passe.</translation>
        </message>
        <message>
            <source>PyTorch</source>
            <translation>PyTorch</translation>
        </message>
        <message>
            <source>as this computer needs it</source>
            <translation>conforme este computador precisar</translation>
        </message>
        <message>
            <source>without CUDA</source>
            <translation>sem CUDA</translation>
        </message>
        <message>
            <source>with CUDA</source>
            <translation>com CUDA</translation>
        </message>
        <message>
            <source>Only Linux has a choice. CUDA is for computers with an NVIDIA GPU, and adds 2.6 GB to the download; it is never taken instead of what cannot be had.</source>
            <translation>Só no Linux há escolha. CUDA é para computadores com uma GPU NVIDIA, e acrescenta 2,6 GB ao que é descarregado; nunca é usado em vez daquilo que não se pode obter.</translation>
        </message>
        <message>
            <source>Folder of wheels (offline)</source>
            <translation>Pasta de wheels (sem rede)</translation>
        </message>
        <message>
            <source>A folder with the wheels of all packages, for computers without a network: pip download fills it on another one of the same kind. Empty: from the network.</source>
            <translation>Uma pasta com os wheels de todos os pacotes, para computadores sem rede: pip download preenche-a noutro computador do mesmo tipo. Vazio: da rede.</translation>
        </message>
        <message>
            <source>Python to build with</source>
            <translation>Python com que construir</translation>
        </message>
        <message>
            <source>A Python 3.11 or later from which the environment is made. Empty: QGIS's own.</source>
            <translation>Um Python 3.11 ou posterior a partir do qual o ambiente é criado. Vazio: o do próprio QGIS.</translation>
        </message>
        <message>
            <source>Python of the worker</source>
            <translation>Python do processo de trabalho</translation>
        </message>
        <message>
            <source>Apply clusters</source>
            <translation>Aplicar clusters</translation>
        </message>
        <message>
            <source>Finds the clusters of a saved cluster model on a new raster, or in features that are already extracted. Model, scaling, projection and clusters are those of the first run, nothing is fitted again, so cluster 3 means the same on both maps. Where the clusters do not fit the new raster, the log says so: many of its scenes are then unlike all that the clusters were fitted on, or have a lower probability.</source>
            <translation>Encontra os clusters de um modelo de clusters guardado num novo raster, ou em características já extraídas. O modelo, a escala, a projeção e os clusters são os da primeira execução, nada é ajustado de novo, por isso o cluster 3 significa o mesmo em ambos os mapas. Se os clusters não se ajustarem ao novo raster, o registo indica-o: muitas das suas cenas são então diferentes de todas aquelas com que os clusters foram ajustados, ou têm uma probabilidade menor.</translation>
        </message>
        <message>
            <source>Assess accuracy</source>
            <translation>Avaliar exatidão</translation>
        </message>
        <message>
            <source>Compares a map with reference labels: confusion matrix, overall, user's and producer's accuracy, F1, kappa, and accuracies and areas of the classes as they are estimated from the reference, with 95 % confidence intervals (Olofsson et al. 2014; the mapped classes are the strata). Reference labels are codes or names of the map's classes. The reference is a layer of points or polygons, a class raster, or a field of the map itself that was filled in. Each scene counts once: with several labels it takes the most frequent one, and with a tie it is left out. Clusters that have no classes yet are taken as the class that most of their labeled scenes have, and the log says how right they are where labels in other blocks of the map name them. Labels that Classify scenes has made a map of do not count; where there are no others, it is cross-validated by blocks, and said. ACC, NMI, AMI, ARI and purity do not depend on what clusters are called; for ACC, each is one class at most.</source>
            <translation>Compara um mapa com etiquetas de referência: matriz de confusão, exatidão global, do utilizador e do produtor, F1, kappa, e exatidões e áreas das classes estimadas a partir da referência, com intervalos de confiança de 95 % (Olofsson et al. 2014; as classes mapeadas são os estratos). As etiquetas de referência são códigos ou nomes das classes do mapa. A referência é uma camada de pontos ou polígonos, um raster de classes, ou um campo do próprio mapa que foi preenchido. Cada cena conta uma vez: com várias etiquetas recebe a mais frequente, e em caso de empate é omitida. Os clusters que ainda não têm classe são tomados como a classe que a maioria das suas cenas etiquetadas tem, e o registo indica quanto acertam se forem nomeados por etiquetas de outros blocos do mapa. Não contam as etiquetas com que “Classificar cenas” fez um mapa; se não houver outras, este é submetido a validação cruzada por blocos, e isso é indicado. ACC, NMI, AMI, ARI e a pureza não dependem do nome dos clusters; para ACC, cada um é no máximo uma classe.</translation>
        </message>
        <message>
            <source>Assign classes</source>
            <translation>Atribuir classes</translation>
        </message>
        <message>
            <source>Gives clusters their classes: the fields class_code, class_name and class_source of their scenes, in the colors of a schema. Several clusters may be of one class. Clusters are the current ones, after merges and splits. Those that are not named stay as they are, and what has no class keeps the color of its cluster. The form of a scene shows the names of the classes, so that single scenes can be corrected by hand.</source>
            <translation>Dá aos clusters as suas classes: os campos class_code, class_name e class_source das suas cenas, nas cores de um esquema. Vários clusters podem ser de uma mesma classe. Os clusters são os atuais, depois de fusões e divisões. Os que não são nomeados ficam como estão, e o que não tem classe mantém a cor do seu cluster. O formulário de uma cena mostra os nomes das classes, para que cenas individuais possam ser corrigidas à mão.</translation>
        </message>
        <message>
            <source>Classify scenes</source>
            <translation>Classificar cenas</translation>
        </message>
        <message>
            <source>Gives every scene a class by labels of a few: five of a class are often enough. Scenes first take over features from those most like them, unless labels that are kept aside are told apart better without, then a linear classifier learns the labels. The layer has the class of each scene with its probability, the second class, and ambiguous where the two are close. Probabilities are calibrated on labels that are kept aside, in whole blocks of the map, and the log says how many of these are right. How often a class is on the map, which as many labels of each do not say, is estimated from all scenes. All tools for classes take the layer; its clusters are the classes by their numbers. A saved model classifies the features of another raster.</source>
            <translation>Dá uma classe a cada cena a partir das etiquetas de algumas: muitas vezes bastam cinco de uma classe. As cenas recebem primeiro características das mais parecidas com elas, salvo se as etiquetas postas de parte se distinguirem melhor sem isso, depois um classificador linear aprende as etiquetas. A camada tem a classe de cada cena com a sua probabilidade, a segunda classe, e ambiguous se as duas estiverem próximas. As probabilidades são calibradas com etiquetas que são postas de parte, em blocos inteiros do mapa, e o registo indica quantas destas estão certas. A frequência de uma classe no mapa, que um número igual de etiquetas de cada uma não diz, é estimada a partir de todas as cenas. Todas as ferramentas para classes aceitam a camada; os seus clusters são as classes pelos seus números. Um modelo guardado classifica as características de outro raster.</translation>
        </message>
        <message>
            <source>Writes the classes of a map as a raster, pixel for pixel on the grid of the raster that the scenes were made of, with a color table and an attribute table (value, class, pixels and color). Where scenes overlap, the one of the highest probability counts. Values are the codes of the classes where all of them are whole numbers, else they count through the schema, so that they mean the same on all maps of it.</source>
            <translation>Escreve as classes de um mapa como raster, pixel a pixel na quadrícula do raster a partir do qual as cenas foram feitas, com uma tabela de cores e uma tabela de atributos (valor, classe, pixels e cor). Onde as cenas se sobrepõem, conta a de maior probabilidade. Os valores são os códigos das classes se todos forem números inteiros; caso contrário, são numerados ao longo do esquema, de modo que significam o mesmo em todos os mapas dele.</translation>
        </message>
        <message>
            <source>Set up</source>
            <translation>Configuração</translation>
        </message>
        <message>
            <source>Clear the cache</source>
            <translation>Limpar a cache</translation>
        </message>
        <message>
            <source>Shows what the caches hold, how much and how old it is, and empties them. A run that was stopped leaves what it had finished, so that it can go on there; once that is removed, it begins anew. What a running process needs is never touched, nor are results, or the Python environment of the worker. What stopped runs leave goes by itself when the run has been finished, after 30 days, and, the oldest first, where it is more than the limit in Settings &gt; Options &gt; RS DeepCluster (20 GB if nobody has changed it).</source>
            <translation>Mostra o que as caches contêm, quanto ocupa e que idade tem, e esvazia-as. Uma execução que foi interrompida deixa o que tinha concluído, para poder continuar daí; uma vez removido, começa de novo. Nunca se toca no que um processo em execução precisa, nem nos resultados, nem no ambiente Python do processo de trabalho. O que as execuções interrompidas deixam desaparece por si quando a execução é concluída, após 30 dias e, começando pelo mais antigo, quando ultrapassa o limite em Configurações &gt; Opções &gt; RS DeepCluster (20 GB se ninguém o alterou).</translation>
        </message>
        <message>
            <source>Cluster features</source>
            <translation>Agrupar características em clusters</translation>
        </message>
        <message>
            <source>Finds clusters in an embedding made by Project features and writes the scenes as a styled layer: cluster (from 1, by falling size), probability, second_cluster and second_probability, ambiguous (the second is more than half as likely as the first), exemplar_rank, umap_x and umap_y.</source>
            <translation>Encontra clusters num embedding criado com “Projetar características” e escreve as cenas como uma camada com estilo: cluster (a partir de 1, por tamanho decrescente), probability, second_cluster e second_probability, ambiguous (o segundo tem mais de metade da probabilidade do primeiro), exemplar_rank, umap_x e umap_y.</translation>
        </message>
        <message>
            <source>Cluster report</source>
            <translation>Relatório de clusters</translation>
        </message>
        <message>
            <source>Writes one HTML file about a cluster layer, to look at in any browser, to print and to hand on: map, legend and sizes, the most typical scenes of every cluster as pictures, the embedding to move around in, the levels that hold side by side, the merge tree, the most ambiguous scenes, the settings of the run with the command that repeats it, and the history of edits. Nothing is fetched from elsewhere. Edited clusters and classes are shown where the layer has any, and names that Suggest names has suggested, with their score.</source>
            <translation>Escreve um único ficheiro HTML sobre uma camada de clusters, para ver em qualquer navegador, imprimir e partilhar: mapa, legenda e tamanhos, as cenas mais típicas de cada cluster em imagens, o embedding para percorrer, os níveis estáveis lado a lado, a árvore de fusões, as cenas mais ambíguas, as configurações da execução com o comando que a repete, e o histórico das edições. Nada é obtido de outros locais. São mostrados os clusters editados e as classes, se a camada os tiver. Os nomes que “Sugerir nomes” sugeriu aparecem com a sua pontuação.</translation>
        </message>
        <message>
            <source>Start here: cluster a raster</source>
            <translation>Começar aqui: agrupar um raster</translation>
        </message>
        <message>
            <source>Makes a map of clusters of a raster without any labels: cuts it into scenes, turns each into features with a DINOv2 vision transformer, projects them with UMAP, and clusters them with a Dirichlet-process Gaussian mixture that infers the number of clusters. The result is a styled grid with cluster (from 1, by falling size), probability, second_cluster and second_probability, ambiguous (the second is more than half as likely as the first), exemplar_rank, umap_x and umap_y. A run that was stopped goes on where it was when it is started again with the same inputs.</source>
            <translation>Faz um mapa de clusters de um raster sem quaisquer etiquetas: corta-o em cenas, transforma cada uma em características com um vision transformer DINOv2, projeta-as com UMAP e agrupa-as com uma mistura gaussiana de processos de Dirichlet que deduz o número de clusters. O resultado é uma quadrícula com estilo com cluster (a partir de 1, por tamanho decrescente), probability, second_cluster e second_probability, ambiguous (o segundo tem mais de metade da probabilidade do primeiro), exemplar_rank, umap_x e umap_y. Uma execução que foi interrompida continua onde estava quando é iniciada de novo com as mesmas entradas.</translation>
        </message>
        <message>
            <source>Writes a row for each current cluster: how many scenes, what share and what area it has, how sure its scenes are, the cluster that is most like it, its exemplars, and what the bands of the raster are below it. Fill in class_code or class_name, in QGIS or in a spreadsheet, and give the table to Assign classes.</source>
            <translation>Escreve uma linha por cada cluster atual: quantas cenas, que proporção e que área tem, quão seguras são as suas cenas, o cluster mais parecido com ele, os seus exemplares, e que valores têm as bandas do raster por baixo dele. Preencha class_code ou class_name, no QGIS ou numa folha de cálculo, e forneça a tabela a “Atribuir classes”.</translation>
        </message>
        <message>
            <source>Cluster together</source>
            <translation>Agrupar em conjunto</translation>
        </message>
        <message>
            <source>Fits one set of clusters on the features of two or more rasters, such as two dates of one place, so that cluster 3 means the same on all of them and fits all of them. Apply clusters finds the clusters of the first one on others, and says where they don't fit. The layer has all scenes, with source (the raster's name) and source_scene (the scene's number in its own file). Of another date of the same place, what all features have moved by is taken back first. Extract the layer by source to compare the dates with Compare maps.</source>
            <translation>Ajusta um só conjunto de clusters às características de dois ou mais rasters, como duas datas do mesmo lugar, para que o cluster 3 signifique o mesmo em todos e se ajuste a todos. “Aplicar clusters” encontra os clusters do primeiro noutros, e indica onde não se ajustam. A camada tem todas as cenas, com source (o nome do raster) e source_scene (o número da cena no seu próprio ficheiro). No caso de outra data do mesmo lugar, o deslocamento comum a todas as características é primeiro retirado. Extraia a camada por source para comparar as datas com “Comparar mapas”.</translation>
        </message>
        <message>
            <source>Compare features</source>
            <translation>Comparar características</translation>
        </message>
        <message>
            <source>Finds the scenes that have changed between two dates, by features of the same grid made in the same way. Features differ on two dates everywhere, for light, season and sensor. So each scene is compared with what became of the scenes that looked like it: the score is how far it is from the middle of these on the other date, in their own spread, both ways. Scenes that have changed themselves count for nothing in that, which is found in a few rounds. The threshold is where a mixture of two groups parts, and where the scores are not of two groups, the log says so and no scene is marked. With two cluster layers of these scenes, changes are named by their classes.</source>
            <translation>Encontra as cenas que mudaram entre duas datas, através de características da mesma quadrícula feitas da mesma maneira. As características diferem em duas datas em toda a parte, pela luz, pela estação do ano e pelo sensor. Por isso, cada cena é comparada com aquilo em que se tornaram as cenas parecidas com ela: a pontuação é a que distância está do centro destas na outra data, em relação à sua dispersão, nos dois sentidos. As cenas que também mudaram não contam para isso, o que se determina em poucas rondas. O limiar está onde se separa uma mistura de dois grupos, e se as pontuações não forem de dois grupos, o registo indica-o e nenhuma cena é marcada. Com duas camadas de clusters destas cenas, as mudanças são nomeadas pelas suas classes.</translation>
        </message>
        <message>
            <source>Compare maps</source>
            <translation>Comparar mapas</translation>
        </message>
        <message>
            <source>Compares two maps of classes or clusters, of two dates or made with two settings: a map of change, the change matrix in scenes and hectares, and how far the maps agree. Scenes of one grid are compared one by one; otherwise each scene of the second map is compared with that of the first in which its center lies. Clusters of two maps that were made separately have numbers of their own: they are matched one to one so that most scenes agree, and a scene has changed where its clusters are not such a pair.</source>
            <translation>Compara dois mapas de classes ou clusters, de duas datas ou feitos com duas configurações: um mapa de mudanças, a matriz de mudanças em cenas e hectares, e em que medida os mapas concordam. As cenas de uma mesma quadrícula são comparadas uma a uma; caso contrário, cada cena do segundo mapa é comparada com aquela do primeiro em que está o seu centro. Os clusters de dois mapas feitos separadamente têm números próprios: são emparelhados um a um de modo que a maioria das cenas coincida, e uma cena mudou se os seus clusters não formarem um desses pares.</translation>
        </message>
        <message>
            <source>Constrain clusters</source>
            <translation>Restringir clusters</translation>
        </message>
        <message>
            <source>Finds clusters that keep to labels and to pairs of scenes. Scenes that are labeled differently never share a cluster, nor does a scene that is not of a class with scenes of it; one class may have several clusters. Scenes of a pair share a cluster, or never do. All else is as in Cluster a raster: the number of clusters is inferred, as many as without constraints or as these need, and the layer has the same fields. The mixture of a cluster layer is taken over with its projection, where it is a Dirichlet process; of features alone it is fitted. Clusters with labels in them get the class as a suggestion of their name (hint_code, hint_name).</source>
            <translation>Encontra clusters que respeitam etiquetas e pares de cenas. Cenas etiquetadas de forma diferente nunca partilham um cluster, nem uma cena que não é de uma classe o partilha com cenas dela; uma classe pode ter vários clusters. As cenas de um par partilham um cluster, ou nunca o partilham. Tudo o resto é como em “Agrupar um raster”: o número de clusters é inferido, tantos quantos seriam sem restrições ou quantos estas exigem, e a camada tem os mesmos campos. A mistura de uma camada de clusters é aproveitada com a sua projeção, se for um processo de Dirichlet; se só houver características, é ajustada. Os clusters que contêm etiquetas recebem a classe como sugestão de nome (hint_code, hint_name).</translation>
        </message>
        <message>
            <source>Dissolve classes</source>
            <translation>Dissolver classes</translation>
        </message>
        <message>
            <source>Merges the scenes of each class to polygons, with their area, in the colors of the classes. Where scenes of different classes overlap, the one of the highest probability keeps the place, so that the polygons do not overlap. They end where the raster ends.</source>
            <translation>Funde as cenas de cada classe em polígonos, com a sua área, nas cores das classes. Onde se sobrepõem cenas de classes diferentes, a de maior probabilidade fica com o lugar, de modo que os polígonos não se sobrepõem. Terminam onde o raster termina.</translation>
        </message>
        <message>
            <source>Evaluate features</source>
            <translation>Avaliar características</translation>
        </message>
        <message>
            <source>Measures how well a model's features tell the classes of a labeled folder of images apart, to find the model that suits the imagery before clustering. k-NN: each scene takes the class of its 20 nearest neighbors. Linear probe: logistic regression; both in 5 folds. Few-shot: 1, 5 or 20 scenes of each class are known, and the others take the class they are nearest to. Features are centered and L2-normalized first, each image is seen in one orientation, and the model is not trained. The report shows which classes are confused, with pictures. On request each block of the model is measured by itself.</source>
            <translation>Mede quão bem as características de um modelo distinguem as classes de uma pasta de imagens etiquetada, para encontrar o modelo que convém às imagens antes do agrupamento. k-NN: cada cena recebe a classe dos seus 20 vizinhos mais próximos. Sonda linear: regressão logística; ambas em 5 partições. Few-shot: são conhecidas 1, 5 ou 20 cenas de cada classe, e as outras recebem a classe de que estão mais próximas. Antes, as características são centradas e normalizadas em L2, cada imagem é vista numa só orientação, e o modelo não é treinado. O relatório mostra que classes são confundidas, com imagens. A pedido, cada bloco do modelo é medido em separado.</translation>
        </message>
        <message>
            <source>Extract features</source>
            <translation>Extrair características</translation>
        </message>
        <message>
            <source>Turns each scene of a raster into a feature vector with a DINOv2 vision transformer and writes them to a GeoParquet file with the scenes' footprints. A run that was stopped goes on where it was when it is started again with the same inputs.</source>
            <translation>Transforma cada cena de um raster num vetor de características com um vision transformer DINOv2 e escreve-os num ficheiro GeoParquet com os contornos das cenas. Uma execução que foi interrompida continua onde estava quando é iniciada de novo com as mesmas entradas.</translation>
        </message>
        <message>
            <source>Find similar scenes</source>
            <translation>Procurar cenas semelhantes</translation>
        </message>
        <message>
            <source>Finds the scenes that are most like examples: selected scenes of a cluster layer, scenes that an expression chooses, or scenes by their ids. Similarity is the cosine between features, centered and normalized as for clustering, from 1 (alike) over 0 (no more alike than any two) to -1. The search is exact and reads the features block by block, so that the file may be of any size. The examples themselves are left out, and so is what is more like a counterexample than like them.</source>
            <translation>Encontra as cenas mais parecidas com exemplos: cenas selecionadas de uma camada de clusters, cenas que uma expressão escolhe, ou cenas pelos seus números. A semelhança é o cosseno entre características, centradas e normalizadas como para o agrupamento, de 1 (iguais), passando por 0 (não mais parecidas do que duas quaisquer), até -1. A procura é exata e lê as características bloco a bloco, de modo que o ficheiro pode ter qualquer tamanho. Os próprios exemplos são omitidos, bem como o que se parece mais com um contraexemplo do que com eles.</translation>
        </message>
        <message>
            <source>Fine-tune model</source>
            <translation>Ajuste fino do modelo</translation>
        </message>
        <message>
            <source>Teaches a model to tell the classes of labeled scenes apart, so that its features suit such imagery. The scenes come from a folder that holds one folder of images for each class, from a raster with labeled polygons, or from both. The classes need not be those that are looked for later: the model's features transfer to others. The new model is given to the other algorithms as the weights file. With other than three bands it becomes a model of that many bands; without the blocks after the last one chosen, it is smaller and faster. A run that was stopped goes on after its last epoch when it is started again with the same settings. On two processor cores, 1,000 scenes take about 45 seconds for each epoch.</source>
            <translation>Ensina um modelo a distinguir as classes de cenas etiquetadas, para que as suas características convenham a essas imagens. As cenas vêm de uma pasta que contém uma pasta de imagens para cada classe, de um raster com polígonos etiquetados, ou de ambos. As classes não têm de ser as que são procuradas depois: as características do modelo transferem-se para outras. O novo modelo é fornecido aos outros algoritmos como ficheiro de pesos. Se as bandas não forem três, torna-se um modelo com esse número de bandas; sem os blocos posteriores ao último escolhido, é menor e mais rápido. Uma execução que foi interrompida continua após a sua última época quando é iniciada de novo com as mesmas configurações. Em dois núcleos de processador, 1000 cenas levam cerca de 45 segundos por época.</translation>
        </message>
        <message>
            <source>Folder to features</source>
            <translation>Pasta para características</translation>
        </message>
        <message>
            <source>Turns each image of a folder, and of the folders in it, into a feature vector: one scene per image. Georeferenced images get their footprint; plain images have none, but their clusters come back in a table with the file names. Images that cannot be read are left out and named in the log.</source>
            <translation>Transforma cada imagem de uma pasta, e das pastas nela contidas, num vetor de características: uma cena por imagem. As imagens georreferenciadas recebem o seu contorno; as imagens simples não têm nenhum, mas os seus clusters são devolvidos numa tabela com os nomes dos ficheiros. As imagens que não podem ser lidas são omitidas e nomeadas no registo.</translation>
        </message>
        <message>
            <source>Import embeddings</source>
            <translation>Importar embeddings</translation>
        </message>
        <message>
            <source>Turns embeddings that another program has computed into a features file, which all algorithms that take features work on: projection, clusters, similar scenes, reports. They come in a table (GeoParquet or GeoPackage) that has a vector for each polygon or point, as those of Clay, Earth Index or Major TOM; or in a raster with a band for each number, as AlphaEarth's and TESSERA's, whose pixels are averaged over cells or polygons. Tables are read block by block and may be larger than memory. Scenes whose vector is missing, not of numbers, or 0 get no features.</source>
            <translation>Transforma embeddings que outro programa calculou num ficheiro de características, com o qual funcionam todos os algoritmos que usam características: projeção, clusters, cenas semelhantes, relatórios. Vêm numa tabela (GeoParquet ou GeoPackage) que tem um vetor para cada polígono ou ponto, como os do Clay, do Earth Index ou do Major TOM; ou num raster com uma banda para cada número, como os do AlphaEarth e do TESSERA, cujos pixels são reduzidos à média em células ou polígonos. As tabelas são lidas bloco a bloco e podem ser maiores do que a memória. As cenas cujo vetor falta, não é numérico ou é 0 não recebem características.</translation>
        </message>
        <message>
            <source>Draws accuracy against the number of labels: some of the labels classify others, which lie in blocks of the map that are kept aside, so that neighbors do not answer for each other. It says what twice as many labels would bring, how many the wanted accuracy takes (an inverse power law, with its 95 % interval), and when more of them hardly help. Each class has a curve of its own: the worst ones are those to label next. Labels and method are those of Classify scenes.</source>
            <translation>Representa a exatidão em função do número de etiquetas: parte das etiquetas classifica outras, que estão em blocos do mapa que são postos de parte, para que os vizinhos não respondam uns pelos outros. Indica o que traria o dobro das etiquetas, quantas exige a exatidão desejada (uma lei de potência inversa, com o seu intervalo de 95 %), e quando mais etiquetas pouco ajudam. Cada classe tem a sua própria curva: as piores são as que convém etiquetar a seguir. As etiquetas e o método são os de “Classificar cenas”.</translation>
        </message>
        <message>
            <source>Pixels</source>
            <translation>Pixels</translation>
        </message>
        <message>
            <source>Maximum likelihood</source>
            <translation>Máxima verosimilhança</translation>
        </message>
        <message>
            <source>Classifies the pixels of a raster by maximum likelihood, with a Gaussian of full covariance for each class. The classes come from labeled polygons, or from the signatures that Pixel clusters or an earlier run of this algorithm wrote.</source>
            <translation>Classifica os pixels de um raster por máxima verosimilhança, com uma gaussiana de covariância completa para cada classe. As classes vêm de polígonos etiquetados, ou das assinaturas que “Clusters de pixels” ou uma execução anterior deste algoritmo escreveu.</translation>
        </message>
        <message>
            <source>Merge clusters</source>
            <translation>Fundir clusters</translation>
        </message>
        <message>
            <source>Makes one cluster of several: of those that are named, of those that the merge tree puts together at a level, or of those whose features are alike. The result is in the field edited_cluster; the field cluster stays as it was found. Scenes that got their class with their cluster get the class of the cluster that they are in now; those corrected singly keep theirs. A level of the tree starts again from the clusters as they were found: it replaces earlier merges, splits and moves, and Undo last edit brings them back.</source>
            <translation>Faz um cluster de vários: dos que são nomeados, dos que a árvore de fusões junta num nível, ou daqueles cujas características se parecem. O resultado está no campo edited_cluster; o campo cluster fica como foi encontrado. As cenas que receberam a sua classe com o seu cluster recebem a classe do cluster em que estão agora; as que foram corrigidas individualmente mantêm a sua. Um nível da árvore parte de novo dos clusters como foram encontrados: substitui fusões, divisões e movimentos anteriores, e “Desfazer a última edição” recupera-os.</translation>
        </message>
        <message>
            <source>Pixel clusters</source>
            <translation>Clusters de pixels</translation>
        </message>
        <message>
            <source>Classifies the pixels of a raster by their values alone, without labels: ISODATA, k-means, fuzzy k-means or migrating means. It writes a raster of classes, numbered by falling size, and their signatures, which Maximum likelihood takes. Rasters of any size are read block by block.</source>
            <translation>Classifica os pixels de um raster apenas pelos seus valores, sem etiquetas: ISODATA, k-means, k-means difuso ou médias migrantes. Escreve um raster de classes, numeradas por tamanho decrescente, e as suas assinaturas, que “Máxima verosimilhança” aceita. Rasters de qualquer tamanho são lidos bloco a bloco.</translation>
        </message>
        <message>
            <source>Project features</source>
            <translation>Projetar características</translation>
        </message>
        <message>
            <source>Centers and L2-normalizes features and projects them onto few dimensions with UMAP or PCA, in which clusters can be found. The projector that is kept places new scenes in the same embedding. Beyond 20,000 scenes a sample is fitted and the others are placed.</source>
            <translation>Centra e normaliza em L2 as características e projeta-as em poucas dimensões com UMAP ou PCA, nas quais se podem encontrar clusters. O projetor que é guardado coloca novas cenas no mesmo embedding. Acima de 20 000 cenas, uma amostra é ajustada e as outras são colocadas.</translation>
        </message>
        <message>
            <source>Reassign scenes</source>
            <translation>Reatribuir cenas</translation>
        </message>
        <message>
            <source>Corrects single scenes: those that are selected in the layer, listed, found by an expression or inside polygons are moved to a cluster or get a class. Choose the scenes in one of these ways, and either a cluster or a class. A scene that is moved to a cluster gets its class as well. A class that is given to single scenes stays when their cluster gets another class, and smoothing does not change it.</source>
            <translation>Corrige cenas individuais: as que estão selecionadas na camada, listadas, encontradas por uma expressão ou dentro de polígonos são movidas para um cluster ou recebem uma classe. Escolha as cenas de uma destas maneiras, e ou um cluster ou uma classe. Uma cena que é movida para um cluster recebe também a sua classe. Uma classe que é dada a cenas individuais permanece quando o seu cluster recebe outra classe, e a suavização não a altera.</translation>
        </message>
        <message>
            <source>Redo last undone edit</source>
            <translation>Refazer a última edição desfeita</translation>
        </message>
        <message>
            <source>Does again what Undo last edit took back, as long as no other edit came in between. Values that were changed by hand since then stay as they are.</source>
            <translation>Volta a fazer o que “Desfazer a última edição” reverteu, desde que não tenha havido outra edição entretanto. Os valores que foram alterados à mão desde então ficam como estão.</translation>
        </message>
        <message>
            <source>Refine model</source>
            <translation>Refinar modelo</translation>
        </message>
        <message>
            <source>Adapts a model to a raster, or to a folder of images, without any labels: the scenes are clustered, and the model learns from the clusters, in turns (deep clustering). What comes out is a model file for the weights file of the other algorithms, the scenes' features by it, and the scenes' clusters as a styled layer, a table for images without a place. In the layer, umap_x and umap_y are the first two principal axes of the adapted features. Learning a linear map looks at each scene in a few augmented copies, whose features are made once, and takes minutes for 3,000 scenes on two processor cores; learning the last blocks as well takes as long for each epoch as Fine-tune model does. A run that was stopped goes on when it is started again with the same settings.</source>
            <translation>Adapta um modelo a um raster, ou a uma pasta de imagens, sem quaisquer etiquetas: as cenas são agrupadas, e o modelo aprende com os clusters, alternadamente (deep clustering). O resultado é um ficheiro de modelo para o ficheiro de pesos dos outros algoritmos, as características das cenas segundo ele, e os clusters das cenas como uma camada com estilo, ou como uma tabela para imagens sem lugar. Na camada, umap_x e umap_y são os dois primeiros eixos principais das características adaptadas. Para aprender uma aplicação linear, cada cena é examinada em algumas cópias aumentadas, cujas características são feitas uma vez, o que leva minutos para 3000 cenas em dois núcleos de processador; aprender também os últimos blocos leva, por época, tanto como “Ajuste fino do modelo”. Uma execução que foi interrompida continua quando é iniciada de novo com as mesmas configurações.</translation>
        </message>
        <message>
            <source>Scene grid</source>
            <translation>Quadrícula de cenas</translation>
        </message>
        <message>
            <source>Cuts a raster into scenes: polygons on one regular grid whose corners lie exactly on pixel corners, with the share of valid data in each.</source>
            <translation>Corta um raster em cenas: polígonos numa quadrícula regular cujos cantos estão exatamente em cantos de pixels, com a proporção de dados válidos em cada um.</translation>
        </message>
        <message>
            <source>Class schema</source>
            <translation>Esquema de classes</translation>
        </message>
        <message>
            <source>Opens a class schema, which is the codes, names and colors that a map is to have: one that comes with the plugin, or a file of your own, which is checked. The table can be edited in QGIS and given to the algorithms that take a schema.</source>
            <translation>Abre um esquema de classes, ou seja, os códigos, nomes e cores que um mapa deve ter: um que vem com o plugin, ou um ficheiro próprio, que é verificado. A tabela pode ser editada no QGIS e fornecida aos algoritmos que usam um esquema.</translation>
        </message>
        <message>
            <source>Segment scenes</source>
            <translation>Segmentar cenas</translation>
        </message>
        <message>
            <source>Divides a raster into segments of alike pixels, in place of squares: polygons along pixel edges that cover all valid pixels without gaps. Extract features takes them as its grid. Rasters of any size are read block by block, and no segment ends where a block does.</source>
            <translation>Divide um raster em segmentos de pixels parecidos, em vez de quadrados: polígonos ao longo das bordas dos pixels que cobrem todos os pixels válidos sem lacunas. “Extrair características” aceita-os como quadrícula. Rasters de qualquer tamanho são lidos bloco a bloco, e nenhum segmento termina onde um bloco termina.</translation>
        </message>
        <message>
            <source>Set up the worker</source>
            <translation>Configurar o processo de trabalho</translation>
        </message>
        <message>
            <source>Builds the Python environment in which RS DeepCluster does its work (torch, UMAP, scikit-learn and others), in a folder of its own under your home folder. QGIS's own Python is not touched. About 0.5 GB are downloaded once and take 2 GB of the disk; with an NVIDIA GPU on Linux it is 3 and 6 GB. The log says which it will be before anything is downloaded. A set-up that was stopped goes on with what it had downloaded. The proxy is that of QGIS. An environment that is there and works is kept; one that is damaged, or of another version of the plugin, is made anew. The log has a report that can be copied into a bug report.</source>
            <translation>Constrói o ambiente Python em que o RS DeepCluster faz o seu trabalho (torch, UMAP, scikit-learn e outros), numa pasta própria dentro da sua pasta pessoal. O Python do próprio QGIS não é alterado. Cerca de 0,5 GB são descarregados uma única vez e ocupam 2 GB do disco; com uma GPU NVIDIA no Linux, são 3 e 6 GB. O registo indica qual dos casos será antes de se descarregar algo. Uma configuração que foi interrompida continua com o que já tinha descarregado. O proxy é o do QGIS. Um ambiente que já existe e funciona é mantido; um danificado ou de outra versão do plugin é criado de novo. O registo contém um relatório que pode ser copiado para um relatório de erro.</translation>
        </message>
        <message>
            <source>Smooth classes</source>
            <translation>Suavizar classes</translation>
        </message>
        <message>
            <source>Gives each scene the class that has the most weight in its neighborhood, where a scene weighs as much as its probability, and dissolves groups that are smaller than a minimum mapping unit. Where its own class has as much weight as another one, a scene keeps it. On a grid of scenes the neighbors are those around; other polygons, such as segments, are neighbors where they share a border, and count by its length. Scenes that were corrected singly do not change and weigh 1, and scenes without a class or cluster stay without. Clusters go into the field edited_cluster; classes that change are marked as smoothed in class_source.</source>
            <translation>Dá a cada cena a classe que tem mais peso na sua vizinhança, onde uma cena pesa tanto como a sua probabilidade, e dissolve os grupos menores do que uma unidade mínima de mapeamento. Se a sua própria classe tiver tanto peso como outra, a cena mantém-na. Numa quadrícula de cenas, as vizinhas são as que estão em redor; outros polígonos, como segmentos, são vizinhos se partilharem uma fronteira, e contam segundo o comprimento desta. As cenas que foram corrigidas individualmente não mudam e pesam 1, e as cenas sem classe ou cluster continuam sem eles. Os clusters vão para o campo edited_cluster; as classes que mudam são marcadas como smoothed em class_source.</translation>
        </message>
        <message>
            <source>Split cluster</source>
            <translation>Dividir cluster</translation>
        </message>
        <message>
            <source>Clusters the scenes of one cluster again by themselves; all other scenes stay as they are. The largest part keeps the number of the cluster, the others get new numbers, which no cluster has had before. The result is in the field edited_cluster; the field cluster stays as it was found. The parts keep the class of the cluster, until they get others.</source>
            <translation>Agrupa de novo, isoladamente, as cenas de um cluster; todas as outras cenas ficam como estão. A maior parte mantém o número do cluster; as outras recebem números novos, que nenhum cluster teve antes. O resultado está no campo edited_cluster; o campo cluster fica como foi encontrado. As partes mantêm a classe do cluster até receberem outras.</translation>
        </message>
        <message>
            <source>Suggest labels</source>
            <translation>Sugerir etiquetas</translation>
        </message>
        <message>
            <source>Suggests the scenes whose labels would help most. Without labels these are typical scenes of all groups that the features form. Later they are those of which the classes are in doubt, around which there are many, and which are unlike all that are labeled or suggested already. The layer has empty fields for the class, or for what a scene is not, and its form fills in who labeled it and when: give it to Classify scenes as the labels, and to this tool again for the next ones (QGIS's Merge vector layers puts several rounds into one).</source>
            <translation>Sugere as cenas cujas etiquetas mais ajudariam. Sem etiquetas, são cenas típicas de todos os grupos que as características formam. Mais tarde, são aquelas cuja classe é duvidosa, em redor das quais há muitas, e que são diferentes de todas as que já estão etiquetadas ou sugeridas. A camada tem campos vazios para a classe, ou para o que uma cena não é, e o seu formulário preenche quem a etiquetou e quando: forneça-a a “Classificar cenas” como etiquetas, e de novo a esta ferramenta para as seguintes (“Unir camadas vetoriais” do QGIS junta várias rondas numa só).</translation>
        </message>
        <message>
            <source>Suggest names</source>
            <translation>Sugerir nomes</translation>
        </message>
        <message>
            <source>Suggests a name for each current cluster, before anybody labels one: water, dense or sparse vegetation, bare soil, built-up, snow or cloud, shadow. What the bands of the raster say of the scenes (NDVI, NDWI, MNDWI, NDBI, brightness, texture) is compared with ranges that are usual. With the weights of a text encoder, pictures of the scenes are compared with the classes of the schema instead. Suggestions are written into fields of their own: hint_code and hint_name (a class of the schema, where it has such a one), hint_score (0 to 1, how well it fits) and hint_by. They are no classes: those are given by Assign classes.</source>
            <translation>Sugere um nome para cada cluster atual, antes que alguém etiquete algum: água, vegetação densa ou esparsa, solo nu, área construída, neve ou nuvem, sombra. O que as bandas do raster dizem das cenas (NDVI, NDWI, MNDWI, NDBI, brilho, textura) é comparado com intervalos habituais. Com os pesos de um codificador de texto, comparam-se antes imagens das cenas com as classes do esquema. As sugestões são escritas em campos próprios: hint_code e hint_name (uma classe do esquema, se este tiver uma assim), hint_score (0 a 1, quão bem se ajusta) e hint_by. Não são classes: essas são dadas por “Atribuir classes”.</translation>
        </message>
        <message>
            <source>Suggest scale</source>
            <translation>Sugerir escala</translation>
        </message>
        <message>
            <source>Looks at a sample of windows of a raster at each size of cells that gives at least 500 of them and at most 50,000, and proposes one with its context: the one that Cluster a raster, Extract features and Scene grid take where they are given no size. The table says what was measured at each size; the report also shows the same place at each, with the cells in the colors of a quick clustering.</source>
            <translation>Examina uma amostra de janelas de um raster em cada tamanho de célula que dá pelo menos 500 e no máximo 50 000 delas, e propõe um com o seu contexto: o que “Agrupar um raster”, “Extrair características” e “Quadrícula de cenas” usam se não lhes for indicado um tamanho. A tabela indica o que foi medido em cada tamanho; o relatório mostra também o mesmo local em cada um, com as células nas cores de um agrupamento rápido.</translation>
        </message>
        <message>
            <source>Undo last edit</source>
            <translation>Desfazer a última edição</translation>
        </message>
        <message>
            <source>Takes back the last edit of a cluster layer: an assignment of classes, a merge, a split, a correction or a smoothing. Run again, it takes back the one before. Values that were changed by hand since then stay as they are. The edits are listed in the table rs_deepcluster_history of the GeoPackage.</source>
            <translation>Reverte a última edição de uma camada de clusters: uma atribuição de classes, uma fusão, uma divisão, uma correção ou uma suavização. Executado de novo, reverte a anterior. Os valores que foram alterados à mão desde então ficam como estão. As edições são listadas na tabela rs_deepcluster_history do GeoPackage.</translation>
        </message>
        <message>
            <source>Validation sample</source>
            <translation>Amostra de validação</translation>
        </message>
        <message>
            <source>Draws scenes at random from each class of a map, for you to look at and label: fill in the field reference, then give the layer to Assess accuracy. How many: as given, or as many as overall accuracy needs for a standard error (Olofsson et al. 2014, equation 13). The scenes are in random order, and the form hides what the map says of them, so that it can't sway you. The field weight says how many scenes of its class each one stands for.</source>
            <translation>Sorteia ao acaso cenas de cada classe de um mapa, para que as veja e etiquete: preencha o campo reference e forneça a camada a “Avaliar exatidão”. Quantas: as indicadas, ou tantas quantas a exatidão global exigir para um erro padrão (Olofsson et al. 2014, equação 13). As cenas estão em ordem aleatória, e o formulário oculta o que o mapa diz delas, para que não o influencie. O campo weight indica quantas cenas da sua classe cada uma representa.</translation>
        </message>
        <message>
            <source>The schema that classes are chosen from</source>
            <translation>O esquema do qual se escolhem as classes</translation>
        </message>
        <message>
            <source>Add a class to the schema</source>
            <translation>Adicionar uma classe ao esquema</translation>
        </message>
        <message>
            <source>Add a class</source>
            <translation>Adicionar uma classe</translation>
        </message>
        <message>
            <source>Filter classes</source>
            <translation>Filtrar classes</translation>
        </message>
        <message>
            <source>From a file …</source>
            <translation>De um ficheiro …</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Nome</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>Código</translation>
        </message>
        <message>
            <source>{}: drag it onto clusters, or press Enter or its key</source>
            <translation>{}: arraste-a para clusters, ou prima Enter ou a sua tecla</translation>
        </message>
        <message>
            <source>The schema with the new class is {}.</source>
            <translation>O esquema com a nova classe é {}.</translation>
        </message>
        <message>
            <source>{}: drag it onto clusters, or press Enter</source>
            <translation>{}: arraste-a para clusters, ou prima Enter</translation>
        </message>
        <message>
            <source>{} (of the layer)</source>
            <translation>{} (da camada)</translation>
        </message>
        <message>
            <source>Scenes without a cluster</source>
            <translation>Cenas sem cluster</translation>
        </message>
        <message>
            <source>none</source>
            <translation>nenhum</translation>
        </message>
        <message>
            <source>Cluster {}: drag it onto another to merge the two</source>
            <translation>Cluster {}: arraste-o para outro para fundir os dois</translation>
        </message>
        <message>
            <source>p</source>
            <translation>p</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>Classe</translation>
        </message>
        <message>
            <source>; mean probability {}</source>
            <translation>; probabilidade média {}</translation>
        </message>
        <message>
            <source>Wait until what is running has ended, or cancel it.</source>
            <translation>Espere até que termine o que está em execução, ou cancele-o.</translation>
        </message>
        <message>
            <source>Turn on the provider RS DeepCluster in the options of Processing.</source>
            <translation>Ative o fornecedor RS DeepCluster nas opções do Processamento.</translation>
        </message>
        <message>
            <source>It failed.</source>
            <translation>Falhou.</translation>
        </message>
        <message>
            <source>Detail: number of clusters</source>
            <translation>Detalhe: número de clusters</translation>
        </message>
        <message>
            <source>&amp;Detail</source>
            <translation>&amp;Detalhe</translation>
        </message>
        <message>
            <source>The layer does not note the tree in which its clusters merge.</source>
            <translation>A camada não tem anotada a árvore em que os seus clusters se fundem.</translation>
        </message>
        <message>
            <source>Fewer or more clusters, along the tree in which they merge (1 to {})</source>
            <translation>Menos ou mais clusters, ao longo da árvore em que se fundem (1 a {})</translation>
        </message>
        <message>
            <source>Marked are the levels that hold: {}. Page Up and Page Down go to them.</source>
            <translation>Estão marcados os níveis estáveis: {}. Page Up e Page Down levam a eles.</translation>
        </message>
        <message>
            <source>To &amp;cluster</source>
            <translation>Para o &amp;cluster</translation>
        </message>
        <message>
            <source>New cluster</source>
            <translation>Novo cluster</translation>
        </message>
        <message>
            <source>To c&amp;lass</source>
            <translation>Para a c&amp;lasse</translation>
        </message>
        <message>
            <source>Show only these clusters on the map</source>
            <translation>Mostrar apenas estes clusters no mapa</translation>
        </message>
        <message>
            <source>Zoom to selected scenes</source>
            <translation>Aproximar às cenas selecionadas</translation>
        </message>
        <message>
            <source>Select the clusters to merge: two or more.</source>
            <translation>Selecione os clusters a fundir: dois ou mais.</translation>
        </message>
        <message>
            <source>Select the cluster to split: one.</source>
            <translation>Selecione o cluster a dividir: um.</translation>
        </message>
        <message>
            <source>Select scenes to find similar ones of.</source>
            <translation>Selecione cenas para procurar outras semelhantes.</translation>
        </message>
        <message>
            <source>Select clusters or scenes that are to have the class.</source>
            <translation>Selecione os clusters ou as cenas que devem ter a classe.</translation>
        </message>
        <message>
            <source>Show all clusters</source>
            <translation>Mostrar todos os clusters</translation>
        </message>
        <message>
            <source>The layer does not note its raster, so there are no pictures of scenes.</source>
            <translation>A camada não tem anotado o seu raster, por isso não há imagens das cenas.</translation>
        </message>
        <message>
            <source>{} cannot be opened, so there are no pictures of the scenes.</source>
            <translation>{} não pode ser aberto, por isso não há imagens das cenas.</translation>
        </message>
        <message>
            <source>The raster {} is not there any more: put it beside the GeoPackage to see the scenes.</source>
            <translation>O raster {} já não existe: coloque-o ao lado do GeoPackage para ver as cenas.</translation>
        </message>
        <message>
            <source>Cross-validated by blocks of the map: {:.0%} of {:,} labels are right.</source>
            <translation>Validação cruzada por blocos do mapa: {:.0%} de {:,} etiquetas estão certas.</translation>
        </message>
        <message>
            <source>Classes by {:,} labels for {:,} scenes.</source>
            <translation>Classes segundo {:,} etiquetas para {:,} cenas.</translation>
        </message>
        <message>
            <source> {:,} that were corrected one by one stay as they were.</source>
            <translation> {:,} que foram corrigidas uma a uma ficaram como estavam.</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>Aplicar</translation>
        </message>
        <message>
            <source>Wait a moment until the map has followed the last label.</source>
            <translation>Espere um momento até que o mapa reflita a última etiqueta.</translation>
        </message>
        <message>
            <source>Load training samples</source>
            <translation>Carregar amostras de treino</translation>
        </message>
        <message>
            <source>Take a file</source>
            <translation>Usar um ficheiro</translation>
        </message>
        <message>
            <source>A point labels the scene that it lies in, a polygon those whose center or half it covers, and a row without a place the scene whose number is in its field scene_id. What is loaded counts as the latest label of a scene.</source>
            <translation>Um ponto etiqueta a cena em que se encontra; um polígono, aquelas cujo centro ou metade cobre, e uma linha sem lugar, a cena cujo número está no seu campo scene_id. O que é carregado conta como a etiqueta mais recente de uma cena.</translation>
        </message>
        <message>
            <source>Separability of the classes</source>
            <translation>Separabilidade das classes</translation>
        </message>
        <message>
            <source>Right</source>
            <translation>Acertos</translation>
        </message>
        <message>
            <source>{} of {} labels in blocks of the map that are kept aside are told right by the others ({:.0%}). Rows are labels, columns what they are taken for.</source>
            <translation>{} de {} etiquetas em blocos do mapa que são postos de parte são acertadas a partir das outras ({:.0%}). As linhas são as etiquetas; as colunas, a classe por que são tomadas.</translation>
        </message>
        <message>
            <source>The file of features that the layer has noted holds others than those that it was made of: it has been replaced. Cluster the scenes again with a file for their features.</source>
            <translation>O ficheiro de características anotado com a camada contém outras que não aquelas de que foi feita: foi substituído. Agrupe novamente as cenas com um ficheiro para as suas características.</translation>
        </message>
        <message>
            <source>Reading the features</source>
            <translation>Leitura das características</translation>
        </message>
        <message>
            <source>1 scene</source>
            <translation>1 cena</translation>
        </message>
        <message>
            <source>{:,} scenes</source>
            <translation>{:,} cenas</translation>
        </message>
        <message>
            <source>Labeled {} as not {}.</source>
            <translation>Etiquetado: {} como não {}.</translation>
        </message>
        <message>
            <source>Labeled {} as {}.</source>
            <translation>Etiquetado: {} como {}.</translation>
        </message>
        <message>
            <source>Removed 1 label.</source>
            <translation>Foi removida 1 etiqueta.</translation>
        </message>
        <message>
            <source>Removed {:,} labels.</source>
            <translation>Foram removidas {:,} etiquetas.</translation>
        </message>
        <message>
            <source>Remove labels</source>
            <translation>Remover etiquetas</translation>
        </message>
        <message>
            <source>The layer has noted no features that are still there, and labels are learned from them. Cluster the scenes again with a file for their features.</source>
            <translation>A camada não tem anotadas características que ainda existam, e as etiquetas são aprendidas a partir delas. Agrupe de novo as cenas com um ficheiro para as suas características.</translation>
        </message>
        <message>
            <source>{:,} of them had another label, which is kept: the latest counts.</source>
            <translation>{:,} delas tinham outra etiqueta, que é mantida: conta a mais recente.</translation>
        </message>
        <message>
            <source>Select labeled scenes: of these the labels are removed.</source>
            <translation>Selecione cenas etiquetadas: as etiquetas destas são removidas.</translation>
        </message>
        <message>
            <source>&amp;Is</source>
            <translation>&amp;É</translation>
        </message>
        <message>
            <source>Is &amp;not</source>
            <translation>&amp;Não é</translation>
        </message>
        <message>
            <source>Select 1 to {:,} scenes that are to have the label.</source>
            <translation>Selecione de 1 a {:,} cenas que devem ter a etiqueta.</translation>
        </message>
        <message>
            <source>1 label that has changed since was left alone.</source>
            <translation>1 etiqueta que mudou desde então foi deixada como estava.</translation>
        </message>
        <message>
            <source>{:,} labels that have changed since were left alone.</source>
            <translation>{:,} etiquetas que mudaram desde então foram deixadas como estavam.</translation>
        </message>
        <message>
            <source>There are labels of classes that {} does not have: {}. Choose the classes of the layer, or delete these samples.</source>
            <translation>Há etiquetas de classes que {} não tem: {}. Escolha as classes da camada, ou elimine estas amostras.</translation>
        </message>
        <message>
            <source>Scenes that are less similar than that are not selected</source>
            <translation>As cenas menos semelhantes não são selecionadas</translation>
        </message>
        <message>
            <source>&amp;Merge into</source>
            <translation>&amp;Fundir em</translation>
        </message>
        <message>
            <source>Rename a class</source>
            <translation>Renomear uma classe</translation>
        </message>
        <message>
            <source>The samples of {} were not loaded, for something else came between.</source>
            <translation>As amostras de {} não foram carregadas, porque entretanto ocorreu outra coisa.</translation>
        </message>
        <message>
            <source>Loaded 1 label from {}.</source>
            <translation>Foi carregada 1 etiqueta de {}.</translation>
        </message>
        <message>
            <source>Loaded {:,} labels from {}.</source>
            <translation>Foram carregadas {:,} etiquetas de {}.</translation>
        </message>
        <message>
            <source>Save training samples</source>
            <translation>Guardar amostras de treino</translation>
        </message>
        <message>
            <source>GeoPackage (*.gpkg);;GeoJSON (*.geojson);;CSV (*.csv)</source>
            <translation>GeoPackage (*.gpkg);;GeoJSON (*.geojson);;CSV (*.csv)</translation>
        </message>
        <message>
            <source>&amp;Rename …</source>
            <translation>&amp;Renomear …</translation>
        </message>
        <message>
            <source>&amp;Color …</source>
            <translation>&amp;Cor …</translation>
        </message>
        <message>
            <source>&amp;Select their scenes</source>
            <translation>&amp;Selecionar as suas cenas</translation>
        </message>
        <message>
            <source>&amp;Delete</source>
            <translation>&amp;Eliminar</translation>
        </message>
        <message>
            <source>&amp;Load …</source>
            <translation>C&amp;arregar …</translation>
        </message>
        <message>
            <source>Sa&amp;ve as …</source>
            <translation>&amp;Guardar como …</translation>
        </message>
        <message>
            <source>Separa&amp;bility …</source>
            <translation>Separa&amp;bilidade …</translation>
        </message>
        <message>
            <source>Renamed the class {} to {}.</source>
            <translation>A classe {} foi renomeada para {}.</translation>
        </message>
        <message>
            <source>Recolored the class {}.</source>
            <translation>A cor da classe {} foi alterada.</translation>
        </message>
        <message>
            <source>The schema of the layer does not have this class. Choose its classes.</source>
            <translation>O esquema da camada não tem esta classe. Escolha as suas classes.</translation>
        </message>
        <message>
            <source>Wait a moment until the samples are loaded.</source>
            <translation>Espere um momento até que as amostras sejam carregadas.</translation>
        </message>
        <message>
            <source>There is no table yet: label two scenes of two classes at least.</source>
            <translation>Ainda não há tabela: etiquete duas cenas de pelo menos duas classes.</translation>
        </message>
        <message>
            <source>Saved 1 label in {}.</source>
            <translation>Foi guardada 1 etiqueta em {}.</translation>
        </message>
        <message>
            <source>Saved {:,} labels in {}.</source>
            <translation>Foram guardadas {:,} etiquetas em {}.</translation>
        </message>
        <message>
            <source>Merged the samples of {} into {}.</source>
            <translation>As amostras de {} foram fundidas em {}.</translation>
        </message>
        <message>
            <source>Deleted the samples of {}.</source>
            <translation>As amostras de {} foram eliminadas.</translation>
        </message>
        <message>
            <source>Training samples</source>
            <translation>Amostras de treino</translation>
        </message>
        <message>
            <source>Select scenes and press the key of a class, or click on it: a few scenes of each class are often enough. Shift and the key say that they are not of it.</source>
            <translation>Selecione cenas e prima a tecla de uma classe, ou clique nela: muitas vezes bastam algumas cenas de cada classe. Shift e a tecla indicam que não são dela.</translation>
        </message>
        <message>
            <source>Samples</source>
            <translation>Amostras</translation>
        </message>
        <message>
            <source>Merge, rename, recolor, delete, load and save training samples</source>
            <translation>Fundir, renomear, recolorir, eliminar, carregar e guardar amostras de treino</translation>
        </message>
        <message>
            <source>Lowest probability of the class</source>
            <translation>Probabilidade mínima da classe</translation>
        </message>
        <message>
            <source>Scenes that are less likely of the current class than that get none</source>
            <translation>As cenas cuja pertença à classe atual é menos provável do que isto não recebem nenhuma</translation>
        </message>
        <message>
            <source>Classes that have labels</source>
            <translation>Classes que têm etiquetas</translation>
        </message>
        <message>
            <source>Labeled scenes, and those that are labeled as not of the class</source>
            <translation>Cenas etiquetadas, e as que estão etiquetadas como não pertencentes à classe</translation>
        </message>
        <message>
            <source>Scenes that are taken for the class</source>
            <translation>Cenas que são tomadas pela classe</translation>
        </message>
        <message>
            <source>Of the labels in blocks of the map that are kept aside, how many are right</source>
            <translation>Das etiquetas em blocos do mapa que são postos de parte, quantas estão certas</translation>
        </message>
        <message>
            <source>{} is also taken for: {}</source>
            <translation>{} também é tomada por: {}</translation>
        </message>
        <message>
            <source>p ≥ {} %</source>
            <translation>p ≥ {} %</translation>
        </message>
        <message>
            <source>The worker met an error that it does not know ({}).</source>
            <translation>O processo de trabalho encontrou um erro que não conhece ({}).</translation>
        </message>
        <message>
            <source>Find similar scenes first (F): among these, select what is not meant.</source>
            <translation>Procure primeiro cenas semelhantes (F): selecione entre elas o que não se pretende.</translation>
        </message>
        <message>
            <source>{:,} scenes are like {:,} examples and unlike {:,} others.</source>
            <translation>{:,} cenas são como {:,} exemplos e não como {:,} outros.</translation>
        </message>
        <message>
            <source>Not like these (Shift+F)</source>
            <translation>Não como estas (Shift+F)</translation>
        </message>
        <message>
            <source> GB</source>
            <translation> GB</translation>
        </message>
        <message>
            <source>no limit</source>
            <translation>sem limite</translation>
        </message>
        <message>
            <source>A run that begins removes what stopped runs have left, the oldest first.</source>
            <translation>Uma execução que começa remove o que as execuções interrompidas deixaram, começando pelo mais antigo.</translation>
        </message>
        <message>
            <source>Clear the cache …</source>
            <translation>Limpar a cache …</translation>
        </message>
        <message>
            <source>Most that stopped runs may leave</source>
            <translation>Máximo que as execuções interrompidas podem deixar</translation>
        </message>
        <message>
            <source>The cache holds</source>
            <translation>A cache contém</translation>
        </message>
        <message>
            <source>Set up the worker …</source>
            <translation>Configurar o processo de trabalho …</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancelar</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Desfazer</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>Refazer</translation>
        </message>
        <message>
            <source>Merge</source>
            <translation>Fundir</translation>
        </message>
        <message>
            <source>Merge the selected clusters (M), into the one that was clicked last</source>
            <translation>Fundir os clusters selecionados (M), no último em que se clicou</translation>
        </message>
        <message>
            <source>Split</source>
            <translation>Dividir</translation>
        </message>
        <message>
            <source>Cluster the scenes of the selected cluster again, into parts (S)</source>
            <translation>Agrupar de novo as cenas do cluster selecionado, em partes (S)</translation>
        </message>
        <message>
            <source>Similar</source>
            <translation>Semelhantes</translation>
        </message>
        <message>
            <source>Select the scenes that are most similar to the selected ones (F)</source>
            <translation>Selecionar as cenas mais semelhantes às selecionadas (F)</translation>
        </message>
        <message>
            <source>Move</source>
            <translation>Mover</translation>
        </message>
        <message>
            <source>Move the selected scenes to another cluster or class (C)</source>
            <translation>Mover as cenas selecionadas para outro cluster ou classe (C)</translation>
        </message>
        <message>
            <source>Move selected scenes</source>
            <translation>Mover as cenas selecionadas</translation>
        </message>
        <message>
            <source>Write the classes that follow from the labels into the layer</source>
            <translation>Escrever na camada as classes que resultam das etiquetas</translation>
        </message>
        <message>
            <source> parts</source>
            <translation> partes</translation>
        </message>
        <message>
            <source>any parts</source>
            <translation>qualquer número de partes</translation>
        </message>
        <message>
            <source>Number of similar scenes</source>
            <translation>Número de cenas semelhantes</translation>
        </message>
        <message>
            <source>Work on</source>
            <translation>Trabalhar com</translation>
        </message>
        <message>
            <source>What you work on, which the map and the embedding are colored by: clusters, their classes, or labels of single scenes, from which the classes of all others follow</source>
            <translation>Com que se trabalha, e segundo o que o mapa e o embedding são coloridos: clusters, as suas classes, ou etiquetas de cenas individuais, das quais resultam as classes de todas as outras</translation>
        </message>
        <message>
            <source>Label next</source>
            <translation>Por etiquetar</translation>
        </message>
        <message>
            <source>In doubt</source>
            <translation>Duvidosas</translation>
        </message>
        <message>
            <source>Labeled</source>
            <translation>Etiquetadas</translation>
        </message>
        <message>
            <source>Scenes to look at</source>
            <translation>Cenas a ver</translation>
        </message>
        <message>
            <source>Scenes to look at, where none are selected elsewhere</source>
            <translation>Cenas a ver, quando não há nenhuma selecionada noutro lugar</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Teclas</translation>
        </message>
        <message>
            <source>give the class with this key to the selected clusters or scenes</source>
            <translation>dar a classe desta tecla aos clusters ou cenas selecionados</translation>
        </message>
        <message>
            <source>give the class; in the other parts, zoom to the selected scenes</source>
            <translation>dar a classe; nas outras partes, aproximar às cenas selecionadas</translation>
        </message>
        <message>
            <source>merge the selected clusters, into the one clicked last</source>
            <translation>fundir os clusters selecionados, no último em que se clicou</translation>
        </message>
        <message>
            <source>split the selected cluster</source>
            <translation>dividir o cluster selecionado</translation>
        </message>
        <message>
            <source>move the selected scenes to a cluster or a class</source>
            <translation>mover as cenas selecionadas para um cluster ou uma classe</translation>
        </message>
        <message>
            <source>find similar scenes</source>
            <translation>procurar cenas semelhantes</translation>
        </message>
        <message>
            <source>label the selected scenes with the class; so does a click on it</source>
            <translation>etiquetar as cenas selecionadas com a classe; também com um clique nela</translation>
        </message>
        <message>
            <source>Shift+1-9</source>
            <translation>Shift+1-9</translation>
        </message>
        <message>
            <source>label them as not of the class</source>
            <translation>etiquetá-las como não pertencentes à classe</translation>
        </message>
        <message>
            <source>go to the next scene that is worth a look</source>
            <translation>ir para a próxima cena que vale a pena ver</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Delete</translation>
        </message>
        <message>
            <source>remove the labels of the selected scenes</source>
            <translation>remover as etiquetas das cenas selecionadas</translation>
        </message>
        <message>
            <source>F, Shift+F</source>
            <translation>F, Shift+F</translation>
        </message>
        <message>
            <source>find scenes like the selected ones, and none like those</source>
            <translation>encontrar cenas como as selecionadas, e nenhuma como estas</translation>
        </message>
        <message>
            <source>zoom to the selected scenes</source>
            <translation>aproximar às cenas selecionadas</translation>
        </message>
        <message>
            <source>undo, redo</source>
            <translation>desfazer, refazer</translation>
        </message>
        <message>
            <source>select nothing; at the slider, leave the clusters as they are</source>
            <translation>não selecionar nada; no cursor deslizante, deixar os clusters como estão</translation>
        </message>
        <message>
            <source>at the slider, go to the next number that is marked</source>
            <translation>no cursor deslizante, ir para o próximo número marcado</translation>
        </message>
        <message>
            <source>Drag</source>
            <translation>Arrastar</translation>
        </message>
        <message>
            <source>clusters onto another to merge them, a class onto clusters</source>
            <translation>clusters para outro para os fundir, uma classe para clusters</translation>
        </message>
        <message>
            <source>In the embedding</source>
            <translation>No embedding</translation>
        </message>
        <message>
            <source>lasso with the left button; Shift adds, Ctrl takes away</source>
            <translation>laço com o botão esquerdo; Shift acrescenta, Ctrl retira</translation>
        </message>
        <message>
            <source>wheel, +, - zoom; middle button, Space or arrows move; Home shows all</source>
            <translation>a roda, + e - alteram o zoom; o botão do meio, Espaço ou as setas movem; Home mostra tudo</translation>
        </message>
        <message>
            <source>select nothing</source>
            <translation>não selecionar nada</translation>
        </message>
        <message>
            <source>Not set</source>
            <translation>Não definido</translation>
        </message>
        <message>
            <source> = {} pixels</source>
            <translation> = {} pixels</translation>
        </message>
        <message>
            <source>Add files</source>
            <translation>Adicionar ficheiros</translation>
        </message>
        <message>
            <source>Add a folder</source>
            <translation>Adicionar uma pasta</translation>
        </message>
        <message>
            <source>Embedding of the scenes</source>
            <translation>Embedding das cenas</translation>
        </message>
        <message>
            <source>The layer has no embedding (umap_x, umap_y).</source>
            <translation>A camada não tem embedding (umap_x, umap_y).</translation>
        </message>
        <message>
            <source>Select a cluster layer in the Layers panel: one that "Start here: cluster a raster" (Processing Toolbox &gt; RS DeepCluster), Cluster features or Apply clusters has written to a GeoPackage.</source>
            <translation>Selecione uma camada de clusters no painel Camadas: uma que “Começar aqui: agrupar um raster” (Caixa de Ferramentas de Processamento &gt; RS DeepCluster), “Agrupar características em clusters” ou “Aplicar clusters” tenha escrito num GeoPackage.</translation>
        </message>
        <message>
            <source>No cluster</source>
            <translation>Sem cluster</translation>
        </message>
        <message>
            <source>Scene {}</source>
            <translation>Cena {}</translation>
        </message>
        <message>
            <source>The layer '{}' is not in a GeoPackage, where edits are kept: save it as one (Export &gt; Save Features As) and select that.</source>
            <translation>A camada '{}' não está num GeoPackage, onde as edições são guardadas: guarde-a como tal (Exportar &gt; Guardar elementos como) e selecione essa.</translation>
        </message>
        <message>
            <source>Cluster {}</source>
            <translation>Cluster {}</translation>
        </message>
        <message>
            <source>Clusters {}: {}</source>
            <translation>Clusters {}: {}</translation>
        </message>
        <message>
            <source>Cluster {}: {}</source>
            <translation>Cluster {}: {}</translation>
        </message>
        <message>
            <source>Thumbnails of scenes</source>
            <translation>Miniaturas das cenas</translation>
        </message>
        <message>
            <source>All clusters: {}</source>
            <translation>Todos os clusters: {}</translation>
        </message>
        <message>
            <source>Cluster workbench</source>
            <translation>Bancada de trabalho de clusters</translation>
        </message>
        <message>
            <source>{:,} scenes, {} clusters</source>
            <translation>{:,} cenas, {} clusters</translation>
        </message>
        <message>
            <source> in the filter of the layer</source>
            <translation> no filtro da camada</translation>
        </message>
        <message>
            <source>Undo (Ctrl+Z): {}</source>
            <translation>Desfazer (Ctrl+Z): {}</translation>
        </message>
        <message>
            <source>Redo (Ctrl+Y): {}</source>
            <translation>Refazer (Ctrl+Y): {}</translation>
        </message>
        <message>
            <source>{:,} scenes, {:,} labeled</source>
            <translation>{:,} cenas, {:,} etiquetadas</translation>
        </message>
        <message>
            <source>, {:,} selected</source>
            <translation>, {:,} selecionadas</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>nada</translation>
        </message>
        <message>
            <source>Freed {}.</source>
            <translation>Foram libertados {}.</translation>
        </message>
        <message>
            <source>raster layer</source>
            <translation>camada raster</translation>
        </message>
        <message>
            <source>vector layer</source>
            <translation>camada vetorial</translation>
        </message>
        <message>
            <source>several layers</source>
            <translation>várias camadas</translation>
        </message>
        <message>
            <source>bands</source>
            <translation>bandas</translation>
        </message>
        <message>
            <source>yes or no</source>
            <translation>sim ou não</translation>
        </message>
        <message>
            <source>one of</source>
            <translation>um de</translation>
        </message>
        <message>
            <source>text</source>
            <translation>texto</translation>
        </message>
        <message>
            <source>expression</source>
            <translation>expressão</translation>
        </message>
        <message>
            <source>extent</source>
            <translation>extensão</translation>
        </message>
        <message>
            <source>coordinate reference system</source>
            <translation>sistema de referência de coordenadas</translation>
        </message>
        <message>
            <source>vector layer or table</source>
            <translation>camada vetorial ou tabela</translation>
        </message>
        <message>
            <source>raster</source>
            <translation>raster</translation>
        </message>
        <message>
            <source>whole number</source>
            <translation>número inteiro</translation>
        </message>
        <message>
            <source>number</source>
            <translation>número</translation>
        </message>
        <message>
            <source>layer</source>
            <translation>camada</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>Parâmetros</translation>
        </message>
        <message>
            <source>Advanced parameters</source>
            <translation>Parâmetros avançados</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Resultados</translation>
        </message>
        <message>
            <source>folder</source>
            <translation>pasta</translation>
        </message>
        <message>
            <source>polygon layer</source>
            <translation>camada de polígonos</translation>
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
            <translation>{}, pelo menos {}</translation>
        </message>
        <message>
            <source>{} of at most {}</source>
            <translation>{}, no máximo {}</translation>
        </message>
        <message>
            <source>On the command line</source>
            <translation>Na linha de comandos</translation>
        </message>
        <message>
            <source>default {}</source>
            <translation>predefinição: {}</translation>
        </message>
        <message>
            <source>required</source>
            <translation>obrigatório</translation>
        </message>
        <message>
            <source>file {}</source>
            <translation>ficheiro {}</translation>
        </message>
        <message>
            <source>The style was not stored with the layer: {}</source>
            <translation>O estilo não foi guardado com a camada: {}</translation>
        </message>
        <message>
            <source>Description</source>
            <translation>Descrição</translation>
        </message>
        <message>
            <source>Parent</source>
            <translation>Superior</translation>
        </message>
        <message>
            <source>Unassigned</source>
            <translation>Não atribuído</translation>
        </message>
        <message>
            <source>No class yet ({})</source>
            <translation>Ainda sem classe ({})</translation>
        </message>
        <message>
            <source>Unchanged</source>
            <translation>Sem mudança</translation>
        </message>
        <message>
            <source>Not compared</source>
            <translation>Não comparado</translation>
        </message>
        <message>
            <source>Unchanged (below {:.2f})</source>
            <translation>Sem mudança (abaixo de {:.2f})</translation>
        </message>
        <message>
            <source>Not labeled yet</source>
            <translation>Ainda não etiquetado</translation>
        </message>
        <message>
            <source>Other changes</source>
            <translation>Outras mudanças</translation>
        </message>
        <message>
            <source>Scene</source>
            <translation>Cena</translation>
        </message>
        <message>
            <source>Row</source>
            <translation>Linha</translation>
        </message>
        <message>
            <source>Valid fraction</source>
            <translation>Fração válida</translation>
        </message>
        <message>
            <source>Subcluster</source>
            <translation>Subcluster</translation>
        </message>
        <message>
            <source>Edited cluster</source>
            <translation>Cluster editado</translation>
        </message>
        <message>
            <source>Class name</source>
            <translation>Nome da classe</translation>
        </message>
        <message>
            <source>Class from</source>
            <translation>Origem da classe</translation>
        </message>
        <message>
            <source>Second cluster</source>
            <translation>Segundo cluster</translation>
        </message>
        <message>
            <source>Second probability</source>
            <translation>Segunda probabilidade</translation>
        </message>
        <message>
            <source>Ambiguous</source>
            <translation>Ambígua</translation>
        </message>
        <message>
            <source>Exemplar rank</source>
            <translation>Ordem de exemplar</translation>
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
            <translation>Proporção</translation>
        </message>
        <message>
            <source>Area (m²)</source>
            <translation>Área (m²)</translation>
        </message>
        <message>
            <source>Mean probability</source>
            <translation>Probabilidade média</translation>
        </message>
        <message>
            <source>Nearest cluster</source>
            <translation>Cluster mais próximo</translation>
        </message>
        <message>
            <source>Distance</source>
            <translation>Distância</translation>
        </message>
        <message>
            <source>Rank</source>
            <translation>Ordem</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>Motivo</translation>
        </message>
        <message>
            <source>Gain</source>
            <translation>Ganho</translation>
        </message>
        <message>
            <source>Not this class</source>
            <translation>Não é esta classe</translation>
        </message>
        <message>
            <source>Labeled by</source>
            <translation>Etiquetado por</translation>
        </message>
        <message>
            <source>Labeled at</source>
            <translation>Etiquetado em</translation>
        </message>
        <message>
            <source>Second class</source>
            <translation>Segunda classe</translation>
        </message>
        <message>
            <source>Label</source>
            <translation>Etiqueta</translation>
        </message>
        <message>
            <source>Labeled as not</source>
            <translation>Etiquetado como não</translation>
        </message>
        <message>
            <source>Class by other labels</source>
            <translation>Classe segundo outras etiquetas</translation>
        </message>
        <message>
            <source>The style was not stored: {} could not be opened.</source>
            <translation>O estilo não foi guardado: não foi possível abrir {}.</translation>
        </message>
        <message>
            <source>No cluster ({})</source>
            <translation>Sem cluster ({})</translation>
        </message>
        <message>
            <source>Unassigned ({})</source>
            <translation>Não atribuído ({})</translation>
        </message>
        <message>
            <source>Cluster {} ({})</source>
            <translation>Cluster {} ({})</translation>
        </message>
        <message>
            <source>Cluster at level {}</source>
            <translation>Cluster no nível {}</translation>
        </message>
        <message>
            <source>Python interpreter of the worker (empty: find it)</source>
            <translation>Interpretador Python do processo de trabalho (vazio: procurá-lo)</translation>
        </message>
        <message>
            <source>Most that stopped runs may leave in the cache (GB; 0: no limit)</source>
            <translation>Máximo que as execuções interrompidas podem deixar na cache (GB; 0: sem limite)</translation>
        </message>
    </context>
</TS>
