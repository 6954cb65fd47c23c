<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR" sourcelanguage="en">
    <context>
        <name>RsDeepCluster</name>
        <message>
            <source>Map</source>
            <translation>Carte</translation>
        </message>
        <message>
            <source>A cluster layer, or any polygon layer with a field of classes.</source>
            <translation>Une couche de clusters, ou toute couche de polygones ayant un champ de classes.</translation>
        </message>
        <message>
            <source>Field of the map</source>
            <translation>Champ de la carte</translation>
        </message>
        <message>
            <source>The field that holds the classes. Empty: class_code where any scene has a class, else the current cluster.</source>
            <translation>Le champ qui contient les classes. Vide : class_code si au moins une scène a une classe, sinon le cluster actuel.</translation>
        </message>
        <message>
            <source>Reference layer</source>
            <translation>Couche de référence</translation>
        </message>
        <message>
            <source>Points or polygons with labels, in any coordinate reference system. A point labels the scene it lies in; a polygon those that it covers by half at least, and of several the one that covers most of a scene counts. A sample made by Validation sample labels just its own scenes.</source>
            <translation>Points ou polygones avec des étiquettes, dans n'importe quel système de coordonnées de référence. Un point étiquette la scène dans laquelle il se trouve ; un polygone, celles qu'il couvre au moins à moitié ; s'il y en a plusieurs, celui qui couvre la plus grande partie d'une scène compte. Un échantillon créé par « Échantillon de validation » n'étiquette que ses propres scènes.</translation>
        </message>
        <message>
            <source>Field of the reference</source>
            <translation>Champ de la référence</translation>
        </message>
        <message>
            <source>The field that holds the labels: codes or names of classes. Features without a label are left out. Without a reference layer, it is a field of the map.</source>
            <translation>Le champ qui contient les étiquettes : codes ou noms de classes. Les entités sans étiquette sont ignorées. Sans couche de référence, c'est un champ de la carte.</translation>
        </message>
        <message>
            <source>Reference raster</source>
            <translation>Raster de référence</translation>
        </message>
        <message>
            <source>A raster of class codes in band 1, in place of a layer. A scene takes the class that most of its pixels have, where at least half of them have one; of a fine raster, 256 x 256 pixels of each scene are looked at.</source>
            <translation>Un raster de codes de classes dans la bande 1, à la place d'une couche. Une scène prend la classe qu'ont la plupart de ses pixels, si la moitié au moins en a une ; pour un raster fin, 256 x 256 pixels de chaque scène sont examinés.</translation>
        </message>
        <message>
            <source>Values of the map</source>
            <translation>Valeurs de la carte</translation>
        </message>
        <message>
            <source>automatic</source>
            <translation>automatique</translation>
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
            <translation>classes ont le même sens que dans la référence ; clusters sont des numéros qui n'ont pas encore de sens. automatique : clusters pour les champs de clusters, sinon classes.</translation>
        </message>
        <message>
            <source>Confusion matrix</source>
            <translation>Matrice de confusion</translation>
        </message>
        <message>
            <source>One row per class on the map, with the number of scenes of each class in the reference (ref_...), their total and the user's accuracy.</source>
            <translation>Une ligne par classe de la carte, avec le nombre de scènes de chaque classe dans la référence (ref_...), leur total et la précision pour l'utilisateur.</translation>
        </message>
        <message>
            <source>Accuracy of the classes</source>
            <translation>Précision des classes</translation>
        </message>
        <message>
            <source>One row per class: scenes, user's and producer's accuracy, the latter also by area (prod_area), F1, mapped area, and area as estimated from the reference (est_ha), with 95 % confidence intervals. Areas are in hectares on the ellipsoid.</source>
            <translation>Une ligne par classe : scènes, précision pour l'utilisateur et pour le producteur, cette dernière aussi par surface (prod_area), F1, surface cartographiée et surface estimée d'après la référence (est_ha), avec des intervalles de confiance à 95 %. Les surfaces sont en hectares sur l'ellipsoïde.</translation>
        </message>
        <message>
            <source>Report</source>
            <translation>Rapport</translation>
        </message>
        <message>
            <source>HTML</source>
            <translation>HTML</translation>
        </message>
        <message>
            <source>All numbers, the colored confusion matrix and what was left out, in a file.</source>
            <translation>Tous les chiffres, la matrice de confusion en couleurs et ce qui a été ignoré, dans un seul fichier.</translation>
        </message>
        <message>
            <source>Overall accuracy</source>
            <translation>Précision globale</translation>
        </message>
        <message>
            <source>Overall accuracy of clusters named after labels elsewhere</source>
            <translation>Précision globale des clusters nommés d'après des étiquettes situées ailleurs</translation>
        </message>
        <message>
            <source>Kappa</source>
            <translation>Kappa</translation>
        </message>
        <message>
            <source>Standard error of kappa</source>
            <translation>Erreur type du kappa</translation>
        </message>
        <message>
            <source>Mean F1 of the classes</source>
            <translation>F1 moyen des classes</translation>
        </message>
        <message>
            <source>Overall accuracy by area</source>
            <translation>Précision globale par surface</translation>
        </message>
        <message>
            <source>Overall accuracy by area, lower end</source>
            <translation>Précision globale par surface, borne inférieure</translation>
        </message>
        <message>
            <source>Overall accuracy by area, upper end</source>
            <translation>Précision globale par surface, borne supérieure</translation>
        </message>
        <message>
            <source>Accuracy under the best matching</source>
            <translation>Précision avec la meilleure correspondance</translation>
        </message>
        <message>
            <source>Normalized mutual information</source>
            <translation>Information mutuelle normalisée (NMI)</translation>
        </message>
        <message>
            <source>Adjusted mutual information</source>
            <translation>Information mutuelle ajustée (AMI)</translation>
        </message>
        <message>
            <source>Adjusted Rand index</source>
            <translation>Indice de Rand ajusté (ARI)</translation>
        </message>
        <message>
            <source>Purity</source>
            <translation>Pureté</translation>
        </message>
        <message>
            <source>Scenes compared</source>
            <translation>Scènes comparées</translation>
        </message>
        <message>
            <source>Number of classes</source>
            <translation>Nombre de classes</translation>
        </message>
        <message>
            <source>Labeled scenes left out</source>
            <translation>Scènes étiquetées ignorées</translation>
        </message>
        <message>
            <source>Clusters</source>
            <translation>Clusters</translation>
        </message>
        <message>
            <source>A layer made by Cluster a raster, Cluster features, Apply clusters or Refine model, in a GeoPackage. It is edited in place; the field cluster stays as it is, each edit is a row in the table rs_deepcluster_history, and Undo takes the last back.</source>
            <translation>Une couche créée par « Regrouper un raster », « Regrouper les caractéristiques en clusters », « Appliquer des clusters » ou « Affiner le modèle », dans un GeoPackage. Elle est modifiée sur place ; le champ cluster reste tel quel, chaque modification est une ligne de la table rs_deepcluster_history, et « Annuler la dernière modification » annule la dernière.</translation>
        </message>
        <message>
            <source>Scenes changed</source>
            <translation>Scènes modifiées</translation>
        </message>
        <message>
            <source>Mapping</source>
            <translation>Correspondances</translation>
        </message>
        <message>
            <source>Clusters and the codes or names of their classes, as 1=311,2=311,3=Pastures; 4= takes the class of cluster 4 away. Semicolons and new lines separate as well. Empty: the table below, or only the schema is set.</source>
            <translation>Les clusters et les codes ou noms de leurs classes, par exemple 1=311,2=311,3=Prairies ; 4= retire sa classe au cluster 4. Les points-virgules et les retours à la ligne séparent aussi. Vide : la table ci-dessous, ou seule la nomenclature est définie.</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>Table</translation>
        </message>
        <message>
            <source>In place of a mapping: a table with the columns cluster, and class_code or class_name, as Cluster table writes it (GeoPackage, CSV, spreadsheet). Clusters without a class in it stay as they are.</source>
            <translation>À la place des correspondances : une table avec les colonnes cluster et class_code ou class_name, telle que l'écrit « Table des clusters » (GeoPackage, CSV, tableur). Les clusters qui n'y ont pas de classe restent tels quels.</translation>
        </message>
        <message>
            <source>Schema</source>
            <translation>Nomenclature</translation>
        </message>
        <message>
            <source>of the layer</source>
            <translation>de la couche</translation>
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
            <translation>depuis un fichier</translation>
        </message>
        <message>
            <source>The classes: CORINE Land Cover (levels 1 to 3), the National Land Cover Database of the United States, Anderson's land use and land cover (levels 1 and 2), ESA WorldCover, Dynamic World, FAO's LCCS (top level), or the file or table below. The layer's own is the one that was used last; where there is none, the texts of the mapping become classes.</source>
            <translation>Les classes : CORINE Land Cover (niveaux 1 à 3), la National Land Cover Database des États-Unis, l'occupation du sol d'Anderson (niveaux 1 et 2), ESA WorldCover, Dynamic World, le LCCS de la FAO (niveau supérieur), ou le fichier ou la table ci-dessous. La nomenclature propre à la couche est la dernière utilisée ; s'il n'y en a pas, les textes des correspondances deviennent des classes.</translation>
        </message>
        <message>
            <source>Schema file</source>
            <translation>Fichier de nomenclature</translation>
        </message>
        <message>
            <source>Schemas (*.csv *.json *.geojson *.qml *.clr *.txt)</source>
            <translation>Nomenclatures (*.csv *.json *.geojson *.qml *.clr *.txt)</translation>
        </message>
        <message>
            <source>A schema of your own; it takes the place of the one above. CSV with the columns code, name, color, description and parent (or value, label, red, green, blue), JSON (also a STAC item, a legend of names and colors, and GeoJSON), a categorized, paletted or exact pseudocolor style of QGIS (.qml), or a color table (.clr, .txt). Colors are #rrggbb, red,green,blue or CSS names; classes without one get one.</source>
            <translation>Votre propre nomenclature ; elle prend la place de celle ci-dessus. CSV avec les colonnes code, name, color, description et parent (ou value, label, red, green, blue), JSON (y compris un item STAC, une légende de noms et de couleurs, et GeoJSON), un style QGIS catégorisé, à palette ou en pseudo-couleurs exactes (.qml), ou une table de couleurs (.clr, .txt). Les couleurs sont #rrggbb, rouge,vert,bleu ou des noms CSS ; les classes sans couleur en reçoivent une.</translation>
        </message>
        <message>
            <source>Encoding of the schema file</source>
            <translation>Encodage du fichier de nomenclature</translation>
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
            <translation>Europe occidentale (Windows-1252)</translation>
        </message>
        <message>
            <source>Central European (Windows-1250)</source>
            <translation>Europe centrale (Windows-1250)</translation>
        </message>
        <message>
            <source>Cyrillic (Windows-1251)</source>
            <translation>Cyrillique (Windows-1251)</translation>
        </message>
        <message>
            <source>Greek (Windows-1253)</source>
            <translation>Grec (Windows-1253)</translation>
        </message>
        <message>
            <source>Turkish (Windows-1254)</source>
            <translation>Turc (Windows-1254)</translation>
        </message>
        <message>
            <source>Chinese, simplified (GB18030)</source>
            <translation>Chinois simplifié (GB18030)</translation>
        </message>
        <message>
            <source>Chinese, traditional (Big5)</source>
            <translation>Chinois traditionnel (Big5)</translation>
        </message>
        <message>
            <source>Japanese (Shift JIS)</source>
            <translation>Japonais (Shift JIS)</translation>
        </message>
        <message>
            <source>Korean (EUC-KR)</source>
            <translation>Coréen (EUC-KR)</translation>
        </message>
        <message>
            <source>Only a file that is neither in UTF-8 nor in an encoding that can be told from others needs it.</source>
            <translation>Nécessaire seulement pour un fichier qui n'est ni en UTF-8 ni dans un encodage qui se distingue des autres.</translation>
        </message>
        <message>
            <source>Schema table</source>
            <translation>Table de nomenclature</translation>
        </message>
        <message>
            <source>A table with the same columns as the CSV file, such as Class schema makes; it takes the place of the schema above.</source>
            <translation>Une table avec les mêmes colonnes que le fichier CSV, telle que la crée « Nomenclature de classes » ; elle prend la place de la nomenclature ci-dessus.</translation>
        </message>
        <message>
            <source>Keep corrections</source>
            <translation>Conserver les corrections</translation>
        </message>
        <message>
            <source>Scenes whose class was corrected singly (class_source is scene or label) keep it, also if their cluster gets another one.</source>
            <translation>Les scènes dont la classe a été corrigée individuellement (class_source vaut scene ou label) la conservent, même si leur cluster en reçoit une autre.</translation>
        </message>
        <message>
            <source>Replace all</source>
            <translation>Tout remplacer</translation>
        </message>
        <message>
            <source>Clusters that are not named lose the class they have; for another schema, whose classes are not those of the layer.</source>
            <translation>Les clusters qui ne sont pas nommés perdent leur classe ; pour une autre nomenclature, dont les classes ne sont pas celles de la couche.</translation>
        </message>
        <message>
            <source>Scenes without a class</source>
            <translation>Scènes sans classe</translation>
        </message>
        <message>
            <source>A layer made by Cluster a raster, Cluster features, Apply clusters or Refine model, in any format, or the selected scenes of one.</source>
            <translation>Une couche créée par « Regrouper un raster », « Regrouper les caractéristiques en clusters », « Appliquer des clusters » ou « Affiner le modèle », dans n'importe quel format, ou ses scènes sélectionnées.</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>Champ</translation>
        </message>
        <message>
            <source>Field whose values are the classes. Empty: the class of a scene where it has one, else its current cluster. class_code leaves scenes without a class out.</source>
            <translation>Champ dont les valeurs sont les classes. Vide : la classe d'une scène si elle en a une, sinon son cluster actuel. class_code ignore les scènes sans classe.</translation>
        </message>
        <message>
            <source>Raster</source>
            <translation>Raster</translation>
        </message>
        <message>
            <source>Raster whose size, pixels and coordinate reference system are taken. Empty: the raster that a layer in a GeoPackage has noted.</source>
            <translation>Raster dont la taille, les pixels et le système de coordonnées de référence sont repris. Vide : le raster noté par une couche dans un GeoPackage.</translation>
        </message>
        <message>
            <source>Pixel size</source>
            <translation>Taille de pixel</translation>
        </message>
        <message>
            <source>In map units of the layer, in place of a raster: pixels of this size cover the extent of the layer.</source>
            <translation>En unités de carte de la couche, à la place d'un raster : des pixels de cette taille couvrent l'emprise de la couche.</translation>
        </message>
        <message>
            <source>Class raster</source>
            <translation>Raster de classes</translation>
        </message>
        <message>
            <source>GeoTIFF with the class of each pixel, tiled and compressed; 8 bits up to value 255, else 16. No data is 0, or 255 (65535) where 0 is a class.</source>
            <translation>GeoTIFF avec la classe de chaque pixel, tuilé et compressé ; 8 bits jusqu'à la valeur 255, sinon 16. L'absence de données est 0, ou 255 (65535) si 0 est une classe.</translation>
        </message>
        <message>
            <source>A layer made by Cluster a raster, Cluster features, Apply clusters or Refine model, in any format. Only a GeoPackage knows its raster, its settings and its edits.</source>
            <translation>Une couche créée par « Regrouper un raster », « Regrouper les caractéristiques en clusters », « Appliquer des clusters » ou « Affiner le modèle », dans n'importe quel format. Seul un GeoPackage connaît son raster, ses paramètres et ses modifications.</translation>
        </message>
        <message>
            <source>The raster that the pictures are cut from. Empty: the one that the clusters were made of, or their folder of images; where it is gone, there are no pictures.</source>
            <translation>Le raster dans lequel les images sont découpées. Vide : celui à partir duquel les clusters ont été créés, ou leur dossier d'images ; s'il n'existe plus, il n'y a pas d'images.</translation>
        </message>
        <message>
            <source>Cluster model</source>
            <translation>Modèle de clusters</translation>
        </message>
        <message>
            <source>Tells the settings and the merge tree of a layer that is in no GeoPackage. Empty: the one that was written with the layer.</source>
            <translation>Fournit les paramètres et l'arbre de fusion d'une couche qui n'est pas dans un GeoPackage. Vide : celui qui a été écrit avec la couche.</translation>
        </message>
        <message>
            <source>Pictures of each cluster</source>
            <translation>Images par cluster</translation>
        </message>
        <message>
            <source>Its most typical scene comes first, the next ones are as different as it is.</source>
            <translation>Sa scène la plus typique vient en premier, les suivantes sont aussi différentes que le cluster l'est.</translation>
        </message>
        <message>
            <source>Size of the pictures (pixels)</source>
            <translation>Taille des images (pixels)</translation>
        </message>
        <message>
            <source>Width and height in pixels. Smaller ones are made where there are so many clusters that the file would become too large to be sent.</source>
            <translation>Largeur et hauteur en pixels. Des images plus petites sont créées si les clusters sont si nombreux que le fichier deviendrait trop gros pour être envoyé.</translation>
        </message>
        <message>
            <source>One file with everything in it, of up to about 15 MB.</source>
            <translation>Un seul fichier qui contient tout, d'environ 15 Mo au plus.</translation>
        </message>
        <message>
            <source>Number of clusters</source>
            <translation>Nombre de clusters</translation>
        </message>
        <message>
            <source>Number of scenes</source>
            <translation>Nombre de scènes</translation>
        </message>
        <message>
            <source>Features</source>
            <translation>Caractéristiques</translation>
        </message>
        <message>
            <source>The features of these scenes, by which the nearest cluster is found. Empty: those that a layer in a GeoPackage has noted; where there are none, clusters are near that are near in the embedding.</source>
            <translation>Les caractéristiques de ces scènes, d'après lesquelles le cluster le plus proche est trouvé. Vide : celles qu'une couche dans un GeoPackage a notées ; s'il n'y en a pas, les clusters proches sont ceux qui le sont dans le plongement.</translation>
        </message>
        <message>
            <source>The raster whose bands are measured; all but alpha bands, valid pixels only. Empty: the raster that a layer in a GeoPackage has noted.</source>
            <translation>Le raster dont les bandes sont mesurées ; toutes sauf les bandes alpha, pixels valides seulement. Vide : le raster noté par une couche dans un GeoPackage.</translation>
        </message>
        <message>
            <source>Band statistics</source>
            <translation>Statistiques des bandes</translation>
        </message>
        <message>
            <source>Reads the raster once and adds the mean and the standard deviation of each band. A pixel that several scenes share counts for the scene of the highest probability.</source>
            <translation>Lit le raster une fois et ajoute la moyenne et l'écart type de chaque bande. Un pixel commun à plusieurs scènes compte pour la scène de plus forte probabilité.</translation>
        </message>
        <message>
            <source>Cluster table</source>
            <translation>Table des clusters</translation>
        </message>
        <message>
            <source>Without geometry: cluster; class_code and class_name, filled in where all scenes agree; hint_name with hint_code, hint_score and hint_by where Suggest names was run, which is a suggestion and no class; scenes; share; area in square meters on the ellipsoid; mean_probability; ambiguous (share of scenes); nearest_cluster with the similarity (cosine of the mean features) and the distance in the embedding; exemplars (scene_id, the most typical first); b1_mean, b1_std and so on. In spreadsheet formats, text that looks like a formula gets a ' in front, which Assign classes takes away again.</source>
            <translation>Sans géométrie : cluster ; class_code et class_name, remplis si toutes les scènes concordent ; hint_name avec hint_code, hint_score et hint_by si « Suggérer des noms » a été exécuté : une suggestion et non une classe ; scenes ; share ; area en mètres carrés sur l'ellipsoïde ; mean_probability ; ambiguous (part des scènes) ; nearest_cluster avec la similarité (cosinus des caractéristiques moyennes) et la distance dans le plongement ; exemplars (scene_id, le plus typique en premier) ; b1_mean, b1_std, etc. Dans les formats de tableur, le texte qui ressemble à une formule est précédé d'un ', que « Attribuer des classes » retire ensuite.</translation>
        </message>
        <message>
            <source>Map before</source>
            <translation>Carte avant</translation>
        </message>
        <message>
            <source>Field before</source>
            <translation>Champ avant</translation>
        </message>
        <message>
            <source>Map after</source>
            <translation>Carte après</translation>
        </message>
        <message>
            <source>Field after</source>
            <translation>Champ après</translation>
        </message>
        <message>
            <source>Values are</source>
            <translation>Les valeurs sont</translation>
        </message>
        <message>
            <source>the same on both maps</source>
            <translation>les mêmes sur les deux cartes</translation>
        </message>
        <message>
            <source>numbered differently</source>
            <translation>numérotés différemment</translation>
        </message>
        <message>
            <source>the same on both maps: class codes, or clusters of one model (Apply clusters). numbered differently: clusters of maps made separately, which are matched. automatic: fields of clusters are numbered differently, all others are the same.</source>
            <translation>les mêmes sur les deux cartes : codes de classes, ou clusters d'un même modèle (« Appliquer des clusters »). numérotés différemment : clusters de cartes créées séparément, qui sont mis en correspondance. automatique : les champs de clusters sont numérotés différemment, tous les autres de la même manière.</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Changement</translation>
        </message>
        <message>
            <source>The scenes of the second map with before, after, changed, and change as text (A → B). Scenes that one of the maps says nothing of have no value in changed.</source>
            <translation>Les scènes de la deuxième carte avec before, after, changed et change sous forme de texte (A → B). Les scènes dont l'une des cartes ne dit rien n'ont pas de valeur dans changed.</translation>
        </message>
        <message>
            <source>Change matrix</source>
            <translation>Matrice de changement</translation>
        </message>
        <message>
            <source>One row per pair of classes that occurs: before, after, scenes and hectares.</source>
            <translation>Une ligne par paire de classes présente : before, after, scènes et hectares.</translation>
        </message>
        <message>
            <source>The change matrix, the changes by area and the agreement, in one file.</source>
            <translation>La matrice de changement, les changements par surface et la concordance, dans un seul fichier.</translation>
        </message>
        <message>
            <source>Share of scenes that have not changed</source>
            <translation>Part des scènes sans changement</translation>
        </message>
        <message>
            <source>Share of the area that has not changed</source>
            <translation>Part de la surface sans changement</translation>
        </message>
        <message>
            <source>Scenes that are not compared</source>
            <translation>Scènes non comparées</translation>
        </message>
        <message>
            <source>one feature for each class</source>
            <translation>une entité par classe</translation>
        </message>
        <message>
            <source>one feature for each area</source>
            <translation>une entité par surface</translation>
        </message>
        <message>
            <source>A class may have many areas that do not touch along an edge: one feature of several parts for all of them, or a feature for each. Scenes count for the area that their middle is in.</source>
            <translation>Une classe peut avoir de nombreuses zones qui ne se touchent pas le long d'un bord : une entité multiparties pour toutes, ou une entité pour chacune. Les scènes comptent pour la zone dans laquelle se trouve leur milieu.</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>Classes</translation>
        </message>
        <message>
            <source>Polygons with code, name and color of the class, scenes, area in square meters on the ellipsoid (in the plane of a system that has none), mean_probability and the clusters of their scenes. The style is stored with the data.</source>
            <translation>Polygones avec le code, le nom et la couleur de la classe, les scènes, la surface en mètres carrés sur l'ellipsoïde (dans le plan pour un système qui n'en a pas), mean_probability et les clusters de leurs scènes. Le style est enregistré avec les données.</translation>
        </message>
        <message>
            <source>Number of features</source>
            <translation>Nombre d'entités</translation>
        </message>
        <message>
            <source>The layer that holds the examples; its selected scenes are taken where no ids and no expression are given. Found scenes get its clusters and classes.</source>
            <translation>La couche qui contient les exemples ; ses scènes sélectionnées sont utilisées si ni identifiants ni expression ne sont donnés. Les scènes trouvées reçoivent ses clusters et ses classes.</translation>
        </message>
        <message>
            <source>Examples</source>
            <translation>Exemples</translation>
        </message>
        <message>
            <source>Numbers of the examples from the field scene_id, as 12, 15-20.</source>
            <translation>Numéros des exemples dans le champ scene_id, comme 12, 15-20.</translation>
        </message>
        <message>
            <source>Examples by expression</source>
            <translation>Exemples par expression</translation>
        </message>
        <message>
            <source>Scenes of the layer for which it is true, as "exemplar_rank" = 1 AND "cluster" = 4.</source>
            <translation>Scènes de la couche pour lesquelles elle est vraie, comme "exemplar_rank" = 1 AND "cluster" = 4.</translation>
        </message>
        <message>
            <source>Counterexamples</source>
            <translation>Contre-exemples</translation>
        </message>
        <message>
            <source>Numbers of scenes that are not meant, among the features of the examples, as 12, 15-20. A scene that is more like one of these than like the examples is not found.</source>
            <translation>Numéros de scènes qui ne sont pas recherchées, parmi les caractéristiques des exemples, comme 12, 15-20. Une scène qui ressemble davantage à l'une d'elles qu'aux exemples n'est pas trouvée.</translation>
        </message>
        <message>
            <source>The features of the examples, made by Extract features or Cluster a raster. Empty: those that a layer in a GeoPackage has noted.</source>
            <translation>Les caractéristiques des exemples, créées par « Extraire les caractéristiques » ou « Regrouper un raster ». Vide : celles qu'une couche dans un GeoPackage a notées.</translation>
        </message>
        <message>
            <source>Features to search</source>
            <translation>Caractéristiques où chercher</translation>
        </message>
        <message>
            <source>Where to search: the features of another raster, of the same model. Empty: among the scenes of the examples' own file.</source>
            <translation>Où chercher : les caractéristiques d'un autre raster, du même modèle. Vide : parmi les scènes du fichier des exemples eux-mêmes.</translation>
        </message>
        <message>
            <source>Similar to</source>
            <translation>Semblable à</translation>
        </message>
        <message>
            <source>mean of the examples</source>
            <translation>moyenne des exemples</translation>
        </message>
        <message>
            <source>nearest example</source>
            <translation>exemple le plus proche</translation>
        </message>
        <message>
            <source>The mean of the similarities to all examples, for examples of one kind; or the similarity to the nearest example, for examples of several kinds.</source>
            <translation>La moyenne des similarités avec tous les exemples, pour des exemples d'une seule sorte ; ou la similarité avec l'exemple le plus proche, pour des exemples de plusieurs sortes.</translation>
        </message>
        <message>
            <source>Most scenes</source>
            <translation>Nombre maximal de scènes</translation>
        </message>
        <message>
            <source>As many of the most similar scenes are found.</source>
            <translation>Autant de scènes parmi les plus semblables sont trouvées.</translation>
        </message>
        <message>
            <source>Lowest similarity</source>
            <translation>Similarité minimale</translation>
        </message>
        <message>
            <source>Scenes that are less similar are not found.</source>
            <translation>Les scènes moins semblables ne sont pas trouvées.</translation>
        </message>
        <message>
            <source>Similar scenes</source>
            <translation>Scènes semblables</translation>
        </message>
        <message>
            <source>The scenes by rank, with their similarity, and with their cluster and their class in the layer.</source>
            <translation>Les scènes par rang, avec leur similarité, ainsi que leur cluster et leur classe dans la couche.</translation>
        </message>
        <message>
            <source>Number of scenes found</source>
            <translation>Nombre de scènes trouvées</translation>
        </message>
        <message>
            <source>Merge by</source>
            <translation>Fusionner par</translation>
        </message>
        <message>
            <source>named clusters</source>
            <translation>clusters indiqués</translation>
        </message>
        <message>
            <source>level of the tree</source>
            <translation>niveau de l'arbre</translation>
        </message>
        <message>
            <source>similarity</source>
            <translation>similarité</translation>
        </message>
        <message>
            <source>named clusters: those listed below. level of the tree: as many clusters as the detail or the number below say. similarity: all whose mean features are as alike as said below.</source>
            <translation>clusters indiqués : ceux énumérés ci-dessous. niveau de l'arbre : autant de clusters que l'indiquent le niveau de détail ou le nombre ci-dessous. similarité : tous ceux dont les caractéristiques moyennes se ressemblent autant qu'indiqué ci-dessous.</translation>
        </message>
        <message>
            <source>Clusters to merge</source>
            <translation>Clusters à fusionner</translation>
        </message>
        <message>
            <source>Named clusters: their numbers, as 3, 5, 8 or 3-5.</source>
            <translation>clusters indiqués : leurs numéros, comme 3, 5, 8 ou 3-5.</translation>
        </message>
        <message>
            <source>Merge into cluster</source>
            <translation>Fusionner dans le cluster</translation>
        </message>
        <message>
            <source>Named clusters: the cluster whose number and class remain. Empty: the largest of them.</source>
            <translation>clusters indiqués : le cluster dont le numéro et la classe subsistent. Vide : le plus grand d'entre eux.</translation>
        </message>
        <message>
            <source>Detail</source>
            <translation>Niveau de détail</translation>
        </message>
        <message>
            <source>coarse</source>
            <translation>grossier</translation>
        </message>
        <message>
            <source>balanced</source>
            <translation>équilibré</translation>
        </message>
        <message>
            <source>fine</source>
            <translation>fin</translation>
        </message>
        <message>
            <source>Level of the tree: how many clusters remain. Only the Dirichlet process mixture knows these; for other clusters give the number.</source>
            <translation>niveau de l'arbre : combien de clusters subsistent. Seul le mélange à processus de Dirichlet connaît ces niveaux ; pour d'autres clusters, donner le nombre.</translation>
        </message>
        <message>
            <source>Level of the tree: as many clusters remain, whatever the detail.</source>
            <translation>niveau de l'arbre : autant de clusters subsistent, quel que soit le niveau de détail.</translation>
        </message>
        <message>
            <source>Similarity</source>
            <translation>Similarité</translation>
        </message>
        <message>
            <source>Similarity: clusters are merged whose mean features have a cosine similarity of at least this, by average linkage. The features are centered, so that 0 is the similarity of clusters that have nothing in common.</source>
            <translation>similarité : les clusters fusionnés sont ceux dont les caractéristiques moyennes ont une similarité cosinus d'au moins cette valeur, par lien moyen. Les caractéristiques sont centrées, de sorte que 0 est la similarité de clusters qui n'ont rien en commun.</translation>
        </message>
        <message>
            <source>Only clusters that are merged by similarity need it.</source>
            <translation>Nécessaire seulement pour les clusters fusionnés par similarité.</translation>
        </message>
        <message>
            <source>Features (*.parquet)</source>
            <translation>Caractéristiques (*.parquet)</translation>
        </message>
        <message>
            <source>The features of the layer's scenes, made by Cluster a raster or Extract features. Empty: the file that was made with the layer. </source>
            <translation>Les caractéristiques des scènes de la couche, créées par « Regrouper un raster » ou « Extraire les caractéristiques ». Vide : le fichier créé avec la couche. </translation>
        </message>
        <message>
            <source>Selected scenes</source>
            <translation>Scènes sélectionnées</translation>
        </message>
        <message>
            <source>The scenes that are selected in the layer.</source>
            <translation>Les scènes sélectionnées dans la couche.</translation>
        </message>
        <message>
            <source>Listed scenes</source>
            <translation>Scènes énumérées</translation>
        </message>
        <message>
            <source>Numbers from the field scene_id, as 12, 15-20.</source>
            <translation>Numéros du champ scene_id, comme 12, 15-20.</translation>
        </message>
        <message>
            <source>Scenes by expression</source>
            <translation>Scènes par expression</translation>
        </message>
        <message>
            <source>Scenes for which this is true, as cluster = 3 and probability &lt; 0.4.</source>
            <translation>Scènes pour lesquelles ceci est vrai, comme cluster = 3 and probability &lt; 0.4.</translation>
        </message>
        <message>
            <source>Scenes inside polygons</source>
            <translation>Scènes à l'intérieur de polygones</translation>
        </message>
        <message>
            <source>Polygons in any coordinate reference system. Scenes with their center inside are taken.</source>
            <translation>Polygones dans n'importe quel système de coordonnées de référence. Les scènes dont le centre est à l'intérieur sont prises.</translation>
        </message>
        <message>
            <source>To cluster</source>
            <translation>Vers le cluster</translation>
        </message>
        <message>
            <source>The number of the cluster that the scenes are moved to. 0: a new cluster.</source>
            <translation>Le numéro du cluster dans lequel les scènes sont déplacées. 0 : un nouveau cluster.</translation>
        </message>
        <message>
            <source>To class</source>
            <translation>Vers la classe</translation>
        </message>
        <message>
            <source>Code or name of a class of the layer's schema. Where the layer has no schema, any name.</source>
            <translation>Code ou nom d'une classe de la nomenclature de la couche. Si la couche n'a pas de nomenclature, n'importe quel nom.</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>Modification</translation>
        </message>
        <message>
            <source>The classes: CORINE Land Cover (levels 1 to 3), the National Land Cover Database of the United States, Anderson's land use and land cover (levels 1 and 2), ESA WorldCover, Dynamic World, FAO's LCCS (top level), or the file or table below.</source>
            <translation>Les classes : CORINE Land Cover (niveaux 1 à 3), la National Land Cover Database des États-Unis, l'occupation du sol d'Anderson (niveaux 1 et 2), ESA WorldCover, Dynamic World, le LCCS de la FAO (niveau supérieur), ou le fichier ou la table ci-dessous.</translation>
        </message>
        <message>
            <source>Level</source>
            <translation>Niveau</translation>
        </message>
        <message>
            <source>Only the classes of this level, 1 being the top. Empty: all levels.</source>
            <translation>Seulement les classes de ce niveau, 1 étant le plus haut. Vide : tous les niveaux.</translation>
        </message>
        <message>
            <source>One row per class, without geometry: code, name, color, description and parent, which is the code of the class above it.</source>
            <translation>Une ligne par classe, sans géométrie : code, name, color, description et parent, qui est le code de la classe supérieure.</translation>
        </message>
        <message>
            <source>Schema as JSON</source>
            <translation>Nomenclature en JSON</translation>
        </message>
        <message>
            <source>The same as one file, to keep and to share.</source>
            <translation>La même chose en un seul fichier, à conserver et à partager.</translation>
        </message>
        <message>
            <source>Smooth</source>
            <translation>À lisser</translation>
        </message>
        <message>
            <source>automatic: classes where any are assigned, else clusters.</source>
            <translation>automatique : les classes si certaines sont attribuées, sinon les clusters.</translation>
        </message>
        <message>
            <source>Radius (scenes)</source>
            <translation>Rayon (scènes)</translation>
        </message>
        <message>
            <source>Scenes of a grid: how many rows and columns around a scene are its neighborhood; 1 are its eight neighbors.</source>
            <translation>Scènes d'une grille : combien de lignes et de colonnes autour d'une scène forment son voisinage ; 1 donne ses huit voisines.</translation>
        </message>
        <message>
            <source>Iterations</source>
            <translation>Itérations</translation>
        </message>
        <message>
            <source>How often the majority is taken; it ends before where nothing changes. 0: only small groups are dissolved.</source>
            <translation>Combien de fois la majorité est prise ; s'arrête plus tôt si rien ne change. 0 : seuls les petits groupes sont dissous.</translation>
        </message>
        <message>
            <source>Weight of the scene itself</source>
            <translation>Poids de la scène elle-même</translation>
        </message>
        <message>
            <source>How many times its probability a scene weighs in its own neighborhood.</source>
            <translation>Combien de fois sa probabilité une scène pèse dans son propre voisinage.</translation>
        </message>
        <message>
            <source>Minimum mapping unit (scenes)</source>
            <translation>Unité minimale de cartographie (scènes)</translation>
        </message>
        <message>
            <source>Connected groups of fewer scenes dissolve into the class with which they have the longest border, weighted by the probability of the scenes there. 1: none do.</source>
            <translation>Les groupes connexes de moins de scènes se dissolvent dans la classe avec laquelle ils ont la plus longue frontière, pondérée par la probabilité des scènes qui s'y trouvent. 1 : aucun.</translation>
        </message>
        <message>
            <source>Only below this probability</source>
            <translation>Seulement sous cette probabilité</translation>
        </message>
        <message>
            <source>Only scenes with a smaller probability change. Empty: all may.</source>
            <translation>Seules les scènes de probabilité inférieure changent. Vide : toutes peuvent changer.</translation>
        </message>
        <message>
            <source>Cluster</source>
            <translation>Cluster</translation>
        </message>
        <message>
            <source>The number of the cluster that is split.</source>
            <translation>Le numéro du cluster à scinder.</translation>
        </message>
        <message>
            <source>Number of parts</source>
            <translation>Nombre de parties</translation>
        </message>
        <message>
            <source>Empty: inferred from the scenes, up to 8; two for the merge tree.</source>
            <translation>Vide : déduit des scènes, jusqu'à 8 ; deux pour l'arbre de fusion.</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>Méthode</translation>
        </message>
        <message>
            <source>Dirichlet process mixture</source>
            <translation>Mélange à processus de Dirichlet</translation>
        </message>
        <message>
            <source>Gaussian mixture</source>
            <translation>Mélange gaussien</translation>
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
            <translation>arbre de fusion</translation>
        </message>
        <message>
            <source>How the scenes are clustered. merge tree: by the last merges of the tree that was made with the layer, without looking at the features again; only for clusters of the Dirichlet process mixture and for those that were merged.</source>
            <translation>Comment les scènes sont regroupées. arbre de fusion : par les dernières fusions de l'arbre créé avec la couche, sans réexaminer les caractéristiques ; seulement pour les clusters du mélange à processus de Dirichlet et pour ceux qui ont été fusionnés.</translation>
        </message>
        <message>
            <source>Without it the scenes are split by umap_x and umap_y of the layer.</source>
            <translation>Sans elles, les scènes sont scindées d'après umap_x et umap_y de la couche.</translation>
        </message>
        <message>
            <source>Projection</source>
            <translation>Projection</translation>
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
            <translation>Comment les caractéristiques de ces seules scènes sont projetées avant leur regroupement.</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Graine aléatoire</translation>
        </message>
        <message>
            <source>The same seed gives the same map on the same computer.</source>
            <translation>La même graine donne la même carte sur le même ordinateur.</translation>
        </message>
        <message>
            <source>The raster that tells what the scenes are. Empty: the raster that a layer in a GeoPackage has noted.</source>
            <translation>Le raster qui indique ce que sont les scènes. Vide : le raster noté par une couche dans un GeoPackage.</translation>
        </message>
        <message>
            <source>Colors of the bands</source>
            <translation>Couleurs des bandes</translation>
        </message>
        <message>
            <source>What each band of the raster is, in their order and with commas: blue, green, red, nir, swir1, swir2, or - for another. Empty: as names and wavelengths in the file tell.</source>
            <translation>Ce qu'est chaque bande du raster, dans leur ordre et séparé par des virgules : blue, green, red, nir, swir1, swir2, ou - pour une autre. Vide : ce qu'en disent les noms et les longueurs d'onde dans le fichier.</translation>
        </message>
        <message>
            <source>Weights of a text encoder</source>
            <translation>Poids d'un encodeur de texte</translation>
        </message>
        <message>
            <source>Weights (*.pt *.pth *.bin *.safetensors)</source>
            <translation>Poids (*.pt *.pth *.bin *.safetensors)</translation>
        </message>
        <message>
            <source>Weights of CLIP in the layout of OpenCLIP, such as RemoteCLIP-ViT-B-32.pt or RS5M_ViT-B-32.pt (GeoRSCLIP), which are not part of the plugin; the worker's Python needs the package open_clip_torch. Empty: names are suggested by the bands.</source>
            <translation>Poids de CLIP au format d'OpenCLIP, comme RemoteCLIP-ViT-B-32.pt ou RS5M_ViT-B-32.pt (GeoRSCLIP), qui ne font pas partie de l'extension ; le Python du worker a besoin du paquet open_clip_torch. Vide : les noms sont suggérés d'après les bandes.</translation>
        </message>
        <message>
            <source>Architecture of the text encoder</source>
            <translation>Architecture de l'encodeur</translation>
        </message>
        <message>
            <source>What OpenCLIP calls it: ViT-B-32 and ViT-L-14 of RemoteCLIP and GeoRSCLIP, or RN50.</source>
            <translation>Son nom dans OpenCLIP : ViT-B-32 et ViT-L-14 pour RemoteCLIP et GeoRSCLIP, ou RN50.</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>Invite</translation>
        </message>
        <message>
            <source>The sentence that names are put into, in place of the {}.</source>
            <translation>La phrase dans laquelle les noms sont insérés, à la place de {}.</translation>
        </message>
        <message>
            <source>Table of suggestions</source>
            <translation>Table des suggestions</translation>
        </message>
        <message>
            <source>A row for each cluster: its scenes, the suggestion, the second best one, and the means of what was measured.</source>
            <translation>Une ligne pour chaque cluster : ses scènes, la suggestion, la deuxième meilleure, et les moyennes de ce qui a été mesuré.</translation>
        </message>
        <message>
            <source>Clusters with a name</source>
            <translation>Clusters avec un nom</translation>
        </message>
        <message>
            <source>Sample size (scenes)</source>
            <translation>Taille de l'échantillon (scènes)</translation>
        </message>
        <message>
            <source>Scenes in all. Empty: as many as the standard error below needs.</source>
            <translation>Nombre total de scènes. Vide : autant que l'exige l'erreur type ci-dessous.</translation>
        </message>
        <message>
            <source>Standard error</source>
            <translation>Erreur type</translation>
        </message>
        <message>
            <source>The standard error that overall accuracy is to have, where no sample size is given; half the confidence interval is about twice as wide.</source>
            <translation>L'erreur type que doit avoir la précision globale, si aucune taille d'échantillon n'est donnée ; la moitié de l'intervalle de confiance est environ deux fois plus large.</translation>
        </message>
        <message>
            <source>Expected user's accuracy</source>
            <translation>Précision utilisateur attendue</translation>
        </message>
        <message>
            <source>What part of each mapped class you guess to be right, from 0 to 1, where no sample size is given: one number, and others for single classes by code or name, as in 0.8,311=0.95,112=0.7.</source>
            <translation>Quelle part de chaque classe cartographiée est supposée juste, de 0 à 1, si aucune taille d'échantillon n'est donnée : un nombre, et d'autres pour certaines classes par code ou par nom, comme dans 0.8,311=0.95,112=0.7.</translation>
        </message>
        <message>
            <source>Allocation</source>
            <translation>Répartition</translation>
        </message>
        <message>
            <source>proportional</source>
            <translation>proportionnelle</translation>
        </message>
        <message>
            <source>equal</source>
            <translation>égale</translation>
        </message>
        <message>
            <source>How the sample is divided among the classes. balanced: by their areas, but rare classes get the minimum below. proportional: by their areas. equal: as many of each. A class gives two scenes at least, and no more than it has.</source>
            <translation>Comment l'échantillon est réparti entre les classes. équilibré : selon leurs surfaces, mais les classes rares reçoivent le minimum ci-dessous. proportionnelle : selon leurs surfaces. égale : autant de chacune. Une classe donne au moins deux scènes, et pas plus qu'elle n'en a.</translation>
        </message>
        <message>
            <source>Minimum of a class</source>
            <translation>Minimum par classe</translation>
        </message>
        <message>
            <source>Scenes of a rare class in a balanced allocation, or all that there are. In a small sample, which has no room for it, all classes get the same.</source>
            <translation>Scènes d'une classe rare dans une répartition équilibrée, ou toutes celles qui existent. Dans un petit échantillon, qui n'a pas la place pour cela, toutes les classes en reçoivent autant.</translation>
        </message>
        <message>
            <source>Geometry</source>
            <translation>Géométrie</translation>
        </message>
        <message>
            <source>polygons</source>
            <translation>polygones</translation>
        </message>
        <message>
            <source>centroids</source>
            <translation>centroïdes</translation>
        </message>
        <message>
            <source>The sampled scenes as polygons, or as points in their middle.</source>
            <translation>Les scènes de l'échantillon sous forme de polygones, ou de points en leur milieu.</translation>
        </message>
        <message>
            <source>The same seed draws the same sample.</source>
            <translation>La même graine tire le même échantillon.</translation>
        </message>
        <message>
            <source>Sample</source>
            <translation>Échantillon</translation>
        </message>
        <message>
            <source>Scenes with number (the random order), scene_id, reference (empty, to be filled in), map_class and weight, which the attribute form hides.</source>
            <translation>Scènes avec number (l'ordre aléatoire), scene_id, reference (vide, à remplir), ainsi que map_class et weight, que le formulaire d'attributs masque.</translation>
        </message>
        <message>
            <source>Scenes in the sample</source>
            <translation>Scènes de l'échantillon</translation>
        </message>
        <message>
            <source>A file made by Cluster a raster or Cluster features.</source>
            <translation>Un fichier créé par « Regrouper un raster » ou « Regrouper les caractéristiques en clusters ».</translation>
        </message>
        <message>
            <source>Imagery of any kind that QGIS opens: files of any band count and data type, virtual rasters, and web layers (WMS, XYZ) with an extent and a pixel size.</source>
            <translation>Imagerie de toute sorte que QGIS ouvre : fichiers de tout nombre de bandes et de tout type de données, rasters virtuels et couches web (WMS, XYZ) avec une emprise et une taille de pixel.</translation>
        </message>
        <message>
            <source>Bands</source>
            <translation>Bandes</translation>
        </message>
        <message>
            <source>Bands that make the scenes, in the order red, green, blue for three; on the command line as 4;1;2. Empty: red, green and blue where the file names them, else its first three bands. The model has three channels: one band fills all three; of two, the third is their mean; of more than three, channel 1 is the mean of bands 1, 4, 7, channel 2 of 2, 5, 8, channel 3 of 3, 6, 9 and so on, in the order chosen. A model that was fine-tuned on another number of bands takes just as many, where none are chosen the first ones.</source>
            <translation>Bandes qui forment les scènes, dans l'ordre rouge, vert, bleu s'il y en a trois ; en ligne de commande sous la forme 4;1;2. Vide : rouge, vert et bleu si le fichier les nomme, sinon ses trois premières bandes. Le modèle a trois canaux : une bande les remplit tous les trois ; avec deux, le troisième est leur moyenne ; avec plus de trois, le canal 1 est la moyenne des bandes 1, 4, 7, le canal 2 celle de 2, 5, 8, le canal 3 celle de 3, 6, 9, etc., dans l'ordre choisi. Un modèle ajusté finement sur un autre nombre de bandes en prend exactement autant, les premières si aucune n'est choisie.</translation>
        </message>
        <message>
            <source>Extent</source>
            <translation>Emprise</translation>
        </message>
        <message>
            <source>Part of the raster to use, in any coordinate reference system. The grid starts at its upper left pixel. Empty: all of the raster. Web layers need an extent.</source>
            <translation>Partie du raster à utiliser, dans n'importe quel système de coordonnées de référence. La grille commence à son pixel supérieur gauche. Vide : tout le raster. Les couches web ont besoin d'une emprise.</translation>
        </message>
        <message>
            <source>Pixel size of a web layer (map units)</source>
            <translation>Pixel d'une couche web (unités)</translation>
        </message>
        <message>
            <source>Only for layers that are not files (WMS, XYZ, PostGIS raster): pixel size in map units at which they are fetched.</source>
            <translation>Seulement pour les couches qui ne sont pas des fichiers (WMS, XYZ, raster PostGIS) : taille de pixel, en unités de carte, à laquelle elles sont récupérées.</translation>
        </message>
        <message>
            <source>Features of the same model, in place of a raster.</source>
            <translation>Caractéristiques du même modèle, à la place d'un raster.</translation>
        </message>
        <message>
            <source>as saved</source>
            <translation>comme enregistré</translation>
        </message>
        <message>
            <source>Dirichlet process mixture: another level of detail than the clusters were saved with. Nothing is fitted; the clusters of each level have their own numbers.</source>
            <translation>Mélange à processus de Dirichlet : un autre niveau de détail que celui avec lequel les clusters ont été enregistrés. Rien n'est ajusté ; les clusters de chaque niveau ont leurs propres numéros.</translation>
        </message>
        <message>
            <source>Scene or cell size</source>
            <translation>Taille de scène ou de cellule</translation>
        </message>
        <message>
            <source>Width and height of a scene or cell, which gets one cluster, in whole pixels or in the units chosen. Empty: the size the clusters were fitted with, in pixels.</source>
            <translation>Largeur et hauteur d'une scène ou d'une cellule, qui reçoit un cluster, en pixels entiers ou dans les unités choisies. Vide : la taille avec laquelle les clusters ont été ajustés, en pixels.</translation>
        </message>
        <message>
            <source>Context</source>
            <translation>Contexte</translation>
        </message>
        <message>
            <source>Width and height of the windows that the model sees, each with many cells in it: scenes are then cells that are told apart by what lies in them and around them, as small as a sixteenth of a window; an eighth is a good start. One look serves all cells of a window, so this is faster than small scenes, and the map is finer. It is rounded to a whole number of cells. In the units of the size. Where the size is left out, it is that of the clusters' own cells.</source>
            <translation>Largeur et hauteur des fenêtres que voit le modèle, chacune contenant de nombreuses cellules : les scènes sont alors des cellules distinguées par ce qui se trouve en elles et autour d'elles, aussi petites qu'un seizième de fenêtre ; un huitième est un bon point de départ. Un seul regard sert toutes les cellules d'une fenêtre ; c'est donc plus rapide que de petites scènes, et la carte est plus fine. La valeur est arrondie à un nombre entier de cellules. Dans les unités de la taille. Si la taille est omise, c'est celle des cellules propres aux clusters.</translation>
        </message>
        <message>
            <source>Units of size, context and stride</source>
            <translation>Unités de taille, de contexte et de pas</translation>
        </message>
        <message>
            <source>pixels</source>
            <translation>pixels</translation>
        </message>
        <message>
            <source>map units</source>
            <translation>unités de carte</translation>
        </message>
        <message>
            <source>Pixels, or units of the raster's CRS, which are rounded to whole pixels.</source>
            <translation>Pixels, ou unités du SCR du raster, qui sont arrondies à des pixels entiers.</translation>
        </message>
        <message>
            <source>Stride</source>
            <translation>Pas</translation>
        </message>
        <message>
            <source>Distance between the starts of neighboring scenes. Empty: the scene size, so that scenes touch and do not overlap.</source>
            <translation>Distance entre les débuts de scènes voisines. Vide : la taille de scène, de sorte que les scènes se touchent sans se chevaucher.</translation>
        </message>
        <message>
            <source>Scenes at the edge</source>
            <translation>Scènes au bord</translation>
        </message>
        <message>
            <source>keep</source>
            <translation>conserver</translation>
        </message>
        <message>
            <source>drop</source>
            <translation>ignorer</translation>
        </message>
        <message>
            <source>shift</source>
            <translation>décaler</translation>
        </message>
        <message>
            <source>What becomes of scenes that would hang over the raster's right and lower edge. shift: they are moved inwards, so that the model sees whole scenes; the overlap stays with their neighbors, and their footprints are what is left, so that footprints cover each pixel once. keep: they hang over, and what is outside the raster counts as no data. drop: they are left out.</source>
            <translation>Ce que deviennent les scènes qui dépasseraient le bord droit ou inférieur du raster. décaler : elles sont déplacées vers l'intérieur, de sorte que le modèle voit des scènes entières ; le chevauchement reste à leurs voisines, et leur empreinte est ce qui reste, de sorte que les empreintes couvrent chaque pixel une fois. conserver : elles dépassent, et ce qui est hors du raster compte comme absence de données. ignorer : elles sont ignorées.</translation>
        </message>
        <message>
            <source>Mask</source>
            <translation>Masque</translation>
        </message>
        <message>
            <source>Polygons in any coordinate reference system; only scenes with area inside them are made.</source>
            <translation>Polygones dans n'importe quel système de coordonnées de référence ; seules les scènes dont une partie de la surface est à l'intérieur sont créées.</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Périphérique</translation>
        </message>
        <message>
            <source>auto</source>
            <translation>automatique</translation>
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
            <translation>automatique prend CUDA, sinon MPS d'Apple, sinon le processeur (CPU).</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>Précision de calcul</translation>
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
            <translation>automatique détermine une fois laquelle est la plus rapide sur cet ordinateur en préservant les caractéristiques (cosinus supérieur à 0,999), et s'y tient : sur les processeurs int8, bf16 ou fp32, sur les GPU bf16 ou fp16. int8 ne fonctionne que sur les processeurs, fp16 que sur les GPU. Un autre ordinateur peut en trouver une autre : en choisir une si une carte doit être refaite ailleurs.</translation>
        </message>
        <message>
            <source>Batch size (0: automatic)</source>
            <translation>Taille de lot (0 : automatique)</translation>
        </message>
        <message>
            <source>Scenes that go through the model together; 0 chooses. It is halved where memory runs out. The features do not depend on it.</source>
            <translation>Scènes qui passent ensemble dans le modèle ; 0 choisit. Elle est divisée par deux si la mémoire manque. Les caractéristiques n'en dépendent pas.</translation>
        </message>
        <message>
            <source>Threads (0: all)</source>
            <translation>Threads (0 : tous)</translation>
        </message>
        <message>
            <source>Processor threads for the model; 0 takes all cores, never more.</source>
            <translation>Threads du processeur pour le modèle ; 0 prend tous les cœurs, jamais plus.</translation>
        </message>
        <message>
            <source>Dask scheduler</source>
            <translation>Ordonnanceur Dask</translation>
        </message>
        <message>
            <source>Address of a Dask scheduler, as in tcp://host:8786 or tls://host:8786, whose workers make features, place scenes and assign them to clusters. They have this version of the plugin, and see the raster, a weights file of your own and the plugin's folder in the home directory under the same paths. Empty: what the environment variable RSDEEPCLUSTER_SCHEDULER says, else this computer alone.</source>
            <translation>Adresse d'un ordonnanceur Dask, par exemple tcp://host:8786 ou tls://host:8786, dont les workers calculent les caractéristiques, placent les scènes et les attribuent aux clusters. Ils ont cette version de l'extension et voient le raster, un fichier de poids à vous et le dossier de l'extension dans le répertoire personnel sous les mêmes chemins. Vide : ce qu'indique la variable d'environnement RSDEEPCLUSTER_SCHEDULER, sinon cet ordinateur seul.</translation>
        </message>
        <message>
            <source>Place for parts</source>
            <translation>Emplacement des parties</translation>
        </message>
        <message>
            <source>For workers that do not see the plugin's folder: another folder that all machines share, or an address such as s3://bucket/parts or gs://bucket/parts, by which finished parts come back. Empty: what the environment variable RSDEEPCLUSTER_PARTS says, else the plugin's folder.</source>
            <translation>Pour les workers qui ne voient pas le dossier de l'extension : un autre dossier partagé par toutes les machines, ou une adresse comme s3://bucket/parts ou gs://bucket/parts, par laquelle reviennent les parties terminées. Vide : ce qu'indique la variable d'environnement RSDEEPCLUSTER_PARTS, sinon le dossier de l'extension.</translation>
        </message>
        <message>
            <source>More rasters</source>
            <translation>Autres rasters</translation>
        </message>
        <message>
            <source>Other sheets of the same survey, which are read as one raster with the first: one grid, one map, and in layers of scenes a field source that says which sheet a scene is of. They must have the number of bands and the data type of the first. Sheets in another coordinate reference system, or with pixels of half to twice the size, are warped onto the pixels of the first. What else there is, and what can't be read, is left out and named in the log.</source>
            <translation>D'autres feuilles du même levé, lues comme un seul raster avec la première : une seule grille, une seule carte et, dans les couches de scènes, un champ source qui indique de quelle feuille vient une scène. Elles doivent avoir le nombre de bandes et le type de données de la première. Les feuilles dans un autre système de coordonnées de référence, ou dont les pixels sont de la moitié au double de la taille, sont reprojetées sur les pixels de la première. Ce qui est différent, ou qui ne peut pas être lu, est ignoré et nommé dans le journal.</translation>
        </message>
        <message>
            <source>More rasters from a folder or list</source>
            <translation>Autres rasters (dossier ou liste)</translation>
        </message>
        <message>
            <source>Lists of rasters (*.txt *.csv *.vrt *.json *.geojson *.gpkg *.shp *.fgb);;All files (*)</source>
            <translation>Listes de rasters (*.txt *.csv *.vrt *.json *.geojson *.gpkg *.shp *.fgb);;Tous les fichiers (*)</translation>
        </message>
        <message>
            <source>In place of, or beside, rasters chosen one by one: a folder; a text file with a path on each line; a virtual raster, for its sources; a tile index with a field location; a STAC item collection (JSON), also by its address (https://). Nothing else is looked up on a network.</source>
            <translation>À la place ou en plus de rasters choisis un par un : un dossier ; un fichier texte avec un chemin par ligne ; un raster virtuel, pour ses sources ; un index de tuiles avec un champ location ; une collection d'items STAC (JSON), aussi par son adresse (https://). Rien d'autre n'est recherché sur un réseau.</translation>
        </message>
        <message>
            <source>Asset of a STAC catalog</source>
            <translation>Asset d'un catalogue STAC</translation>
        </message>
        <message>
            <source>Name or role of the asset that is the raster. Empty: the only raster of each item, or the only one with the role data.</source>
            <translation>Nom ou rôle de l'asset qui est le raster. Vide : le seul raster de chaque item, ou le seul qui a le rôle data.</translation>
        </message>
        <message>
            <source>Tone of more rasters</source>
            <translation>Tonalité des autres rasters</translation>
        </message>
        <message>
            <source>as overlaps say</source>
            <translation>selon les recouvrements</translation>
        </message>
        <message>
            <source>one stretch for all</source>
            <translation>un étirement pour tous</translation>
        </message>
        <message>
            <source>a stretch for each raster</source>
            <translation>un étirement par raster</translation>
        </message>
        <message>
            <source>matched to the neighbors</source>
            <translation>ajusté aux voisins</translation>
        </message>
        <message>
            <source>Sheets of different tones would become clusters of their own. matched to the neighbors: gain and offset of each sheet follow from the pixels that it shares with others, or that lie on both sides of a seam. as overlaps say: matched where these differ, else one stretch for all.</source>
            <translation>Des feuilles de tonalités différentes deviendraient des clusters distincts. ajusté aux voisins : le gain et le décalage de chaque feuille sont déduits des pixels qu'elle partage avec d'autres, ou qui se trouvent de part et d'autre d'un raccord. selon les recouvrements : comme ci-dessus si les pixels partagés diffèrent, sinon un seul étirement pour toutes.</translation>
        </message>
        <message>
            <source>Each date by itself</source>
            <translation>Chaque date séparément</translation>
        </message>
        <message>
            <source>Of more rasters, those of each date become scenes of their own, on one grid, with a field date: clusters then mean the same on all dates. Dates are those of a catalog, of the files' tags, or in their names (20210530, 2021-05-30). Otherwise, where sheets overlap, a scene is of the one with more data, then of the one whose center is nearer.</source>
            <translation>Avec d'autres rasters, ceux de chaque date donnent leurs propres scènes, sur une seule grille, avec un champ date : les clusters ont alors le même sens à toutes les dates. Les dates sont celles d'un catalogue, des balises des fichiers, ou figurent dans leurs noms (20210530, 2021-05-30). Sinon, là où des feuilles se recouvrent, une scène vient de celle qui a le plus de données, puis de celle dont le centre est le plus proche.</translation>
        </message>
        <message>
            <source>Scenes with their clusters. The style is stored with the data: inside a GeoPackage, as QML beside other formats. A GeoPackage can be edited with the algorithms of the group Classes.</source>
            <translation>Scènes avec leurs clusters. Le style est enregistré avec les données : dans un GeoPackage, ou en QML à côté des autres formats. Un GeoPackage peut être modifié avec les algorithmes du groupe « Classes ».</translation>
        </message>
        <message>
            <source>Memberships</source>
            <translation>Appartenances</translation>
        </message>
        <message>
            <source>Adds a field member_1, member_2 and so on for each cluster, with the probability that the scene belongs to it, for the 100 largest clusters at most. For all methods; HDBSCAN knows only that of the scene's own cluster.</source>
            <translation>Ajoute un champ member_1, member_2, etc. pour chaque cluster, avec la probabilité que la scène lui appartienne, pour les 100 plus grands clusters au plus. Pour toutes les méthodes ; HDBSCAN ne connaît que celle du propre cluster de la scène.</translation>
        </message>
        <message>
            <source>Raster of clusters</source>
            <translation>Raster de clusters</translation>
        </message>
        <message>
            <source>GeoTIFF with the bands cluster, probability and second_cluster, and -1 where there is none: a pixel for each scene where these are the cells of one regular grid that touch and don't overlap, else the pixels of the raster, where the scene of the highest probability counts. Maps of millions of cells are quicker to look at in it. Not made where it is not asked for.</source>
            <translation>GeoTIFF avec les bandes cluster, probability et second_cluster, et -1 où il n'y en a pas : un pixel pour chaque scène si celles-ci sont les cellules d'une seule grille régulière qui se touchent sans se chevaucher, sinon les pixels du raster, où la scène de plus forte probabilité compte. Les cartes de millions de cellules s'y consultent plus vite. Créé seulement sur demande.</translation>
        </message>
        <message>
            <source>Table of changes</source>
            <translation>Table des changements</translation>
        </message>
        <message>
            <source>How many scenes go from each cluster to each other between one date and the next. It is made where scenes are of two dates or more: of more rasters with each date by itself, of a features file of these, or of several rasters that are clustered together. Of one date it is empty. It is written only where it is asked for.</source>
            <translation>Combien de scènes passent de chaque cluster à chaque autre entre une date et la suivante. Elle est faite lorsque les scènes sont d'au moins deux dates : d'autres rasters avec chaque date à part, d'un fichier de caractéristiques de ceux-ci, ou de plusieurs rasters regroupés ensemble. Avec une seule date, elle est vide. Elle n'est écrite que sur demande.</translation>
        </message>
        <message>
            <source>GeoParquet</source>
            <translation>GeoParquet</translation>
        </message>
        <message>
            <source>The scenes' feature vectors, for the other algorithms of this plugin.</source>
            <translation>Les vecteurs de caractéristiques des scènes, pour les autres algorithmes de cette extension.</translation>
        </message>
        <message>
            <source>Scenes skipped for lack of data</source>
            <translation>Scènes ignorées faute de données</translation>
        </message>
        <message>
            <source>Table of rasters</source>
            <translation>Table des rasters</translation>
        </message>
        <message>
            <source>With more rasters: a row for each, with what became of it, its date, its place, its scenes, its tone and how it was warped. It is written only where it is asked for.</source>
            <translation>Avec d'autres rasters : une ligne pour chacun, avec ce qu'il en est advenu, sa date, son emplacement, ses scènes, sa tonalité et la façon dont il a été reprojeté. Elle n'est écrite que sur demande.</translation>
        </message>
        <message>
            <source>Mean probability of the scenes</source>
            <translation>Probabilité moyenne des scènes</translation>
        </message>
        <message>
            <source>Mean probability where the clusters were fitted</source>
            <translation>Probabilité moyenne là où les clusters ont été ajustés</translation>
        </message>
        <message>
            <source>Share of scenes unlike all that the clusters were fitted on</source>
            <translation>Part des scènes différentes de toutes celles sur lesquelles les clusters ont été ajustés</translation>
        </message>
        <message>
            <source>Embedding</source>
            <translation>Plongement</translation>
        </message>
        <message>
            <source>A file made by Project features.</source>
            <translation>Un fichier créé par « Projeter les caractéristiques ».</translation>
        </message>
        <message>
            <source>Projector</source>
            <translation>Projecteur</translation>
        </message>
        <message>
            <source>The projector of the same run of Project features. Without it the cluster model cannot be applied to new scenes.</source>
            <translation>Le projecteur de la même exécution de « Projeter les caractéristiques ». Sans lui, le modèle de clusters ne peut pas être appliqué à de nouvelles scènes.</translation>
        </message>
        <message>
            <source>Clustering</source>
            <translation>Méthode de regroupement</translation>
        </message>
        <message>
            <source>Mini-batch k-means</source>
            <translation>K-means par mini-lots</translation>
        </message>
        <message>
            <source>Fuzzy c-means</source>
            <translation>C-means flou</translation>
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
            <translation>Mélange à processus de Dirichlet : déduit le nombre de clusters ; méthode par défaut. Mélange gaussien : déduit le nombre de clusters. k-means : autant de clusters que demandé. K-means par mini-lots : autant de clusters que demandé, pour de très nombreuses scènes. C-means flou : autant de clusters que demandé, avec des appartenances graduées. ISODATA : déduit le nombre de clusters, à partir d'un nombre souhaité. Ward : autant de clusters que demandé, par fusion (agglomératif) ; régions contiguës sur demande. HDBSCAN : trouve les groupes denses et laisse le reste sans cluster. Leiden : déduit le nombre de clusters d'un graphe de voisins.</translation>
        </message>
        <message>
            <source>Fuzzy c-means, Gaussian mixture, ISODATA, k-means, Mini-batch k-means, Ward: the number of clusters; for ISODATA the one desired. Empty: the number up to Most clusters with the best silhouette; for the Gaussian mixture with the lowest Bayesian information criterion (BIC), for contiguous regions with the best index of Calinski and Harabasz. Dirichlet process mixture, HDBSCAN, Leiden: not used.</source>
            <translation>C-means flou, Mélange gaussien, ISODATA, k-means, K-means par mini-lots, Ward : le nombre de clusters ; pour ISODATA, le nombre souhaité. Vide : le nombre, jusqu'au « Nombre maximal de clusters », qui a la meilleure silhouette ; pour Mélange gaussien, celui qui a le plus faible critère d'information bayésien (BIC) ; pour des régions contiguës, celui qui a le meilleur indice de Calinski et Harabasz. Mélange à processus de Dirichlet, HDBSCAN, Leiden : non utilisé.</translation>
        </message>
        <message>
            <source>Most clusters</source>
            <translation>Nombre maximal de clusters</translation>
        </message>
        <message>
            <source>Upper bound of the number of clusters where it is inferred. Not used where a number of clusters is given. HDBSCAN, Leiden, and all methods that are given a number of clusters: not used.</source>
            <translation>Limite supérieure du nombre de clusters lorsqu'il est déduit. Non utilisée lorsqu'un nombre de clusters est donné. HDBSCAN, Leiden et toutes les méthodes auxquelles un nombre de clusters est donné : non utilisée.</translation>
        </message>
        <message>
            <source>Dirichlet process mixture: how far its components are merged. One to three levels hold: their clusters are well apart on the map and in the features. balanced is the coarsest of these, fine the next one, or the best of one and a half to three times as many clusters; coarse is the best of a third to two thirds as many. The layer has the other levels that hold in fields such as level_9, and the log says what splits. The cluster model keeps all of them: Apply clusters can show another one without a new fit.</source>
            <translation>Mélange à processus de Dirichlet : jusqu'où ses composantes sont fusionnées. Un à trois niveaux sont stables : leurs clusters sont bien séparés sur la carte et dans les caractéristiques. équilibré est le plus grossier d'entre eux, fin le suivant, ou le meilleur avec une fois et demie à trois fois plus de clusters ; grossier est le meilleur avec un tiers à deux tiers des clusters. La couche contient les autres niveaux stables dans des champs tels que level_9, et le journal indique ce qui se scinde. Le modèle de clusters les conserve tous : « Appliquer des clusters » peut en montrer un autre sans nouvel ajustement.</translation>
        </message>
        <message>
            <source>Fewest scenes of a cluster</source>
            <translation>Nombre minimal de scènes d'un cluster</translation>
        </message>
        <message>
            <source>HDBSCAN, ISODATA: a smaller group does not count as a cluster.</source>
            <translation>HDBSCAN, ISODATA : un groupe plus petit ne compte pas comme cluster.</translation>
        </message>
        <message>
            <source>Contiguous regions</source>
            <translation>Régions contiguës</translation>
        </message>
        <message>
            <source>Ward: only clusters that touch along the edge of a scene are merged, so that each cluster is one region of the scene grid; all scenes are clustered, 100,000 at most. On another raster the clusters are found by their centers and need not be contiguous.</source>
            <translation>Ward : seuls les clusters qui se touchent le long du bord d'une scène sont fusionnés, de sorte que chaque cluster est une région de la grille de scènes ; toutes les scènes sont regroupées, 100 000 au plus. Sur un autre raster, les clusters sont trouvés d'après leurs centres et ne sont pas forcément contigus.</translation>
        </message>
        <message>
            <source>Fuzziness</source>
            <translation>Flou</translation>
        </message>
        <message>
            <source>Fuzzy c-means: exponent m of the memberships. Near 1 they are all or nothing, large values make all clusters alike.</source>
            <translation>C-means flou : exposant m des appartenances. Proche de 1, c'est tout ou rien ; de grandes valeurs rendent tous les clusters semblables.</translation>
        </message>
        <message>
            <source>Standard deviation for splitting</source>
            <translation>Écart type pour la scission</translation>
        </message>
        <message>
            <source>ISODATA: a cluster that spreads more than this along one axis may be split; as a share of the standard deviation of all scenes.</source>
            <translation>ISODATA : un cluster qui s'étale davantage le long d'un axe peut être scindé ; en proportion de l'écart type de toutes les scènes.</translation>
        </message>
        <message>
            <source>Distance for merging</source>
            <translation>Distance pour la fusion</translation>
        </message>
        <message>
            <source>ISODATA: clusters whose centers are nearer than this are merged; as a share of the root mean square distance of all scenes to their mean.</source>
            <translation>ISODATA : les clusters dont les centres sont plus proches sont fusionnés ; en proportion de la distance quadratique moyenne de toutes les scènes à leur moyenne.</translation>
        </message>
        <message>
            <source>Most merged pairs</source>
            <translation>Nombre maximal de paires fusionnées</translation>
        </message>
        <message>
            <source>ISODATA: most pairs of clusters that are merged in one iteration.</source>
            <translation>ISODATA : nombre maximal de paires de clusters fusionnées en une itération.</translation>
        </message>
        <message>
            <source>Most iterations</source>
            <translation>Nombre maximal d'itérations</translation>
        </message>
        <message>
            <source>ISODATA: it ends before where an iteration changes nothing.</source>
            <translation>ISODATA : s'arrête plus tôt si une itération ne change rien.</translation>
        </message>
        <message>
            <source>Resolution of the communities</source>
            <translation>Résolution des communautés</translation>
        </message>
        <message>
            <source>Leiden: larger values give more clusters; 1 is modularity.</source>
            <translation>Leiden : des valeurs plus grandes donnent plus de clusters ; 1 est la modularité.</translation>
        </message>
        <message>
            <source>Neighbors in the graph</source>
            <translation>Voisins dans le graphe</translation>
        </message>
        <message>
            <source>Leiden: each scene is linked to as many of its nearest scenes of the embedding; as many vote for the cluster of a new scene.</source>
            <translation>Leiden : chaque scène est liée à ce nombre de scènes les plus proches dans le plongement ; autant votent pour le cluster d'une nouvelle scène.</translation>
        </message>
        <message>
            <source>Exemplars</source>
            <translation>Scènes représentatives</translation>
        </message>
        <message>
            <source>Scenes of each cluster that get an exemplar_rank: 1 is the most typical one, the next ones are as different as the cluster holds.</source>
            <translation>Scènes de chaque cluster qui reçoivent un exemplar_rank : 1 est la plus typique, les suivantes sont aussi différentes que le cluster le permet.</translation>
        </message>
        <message>
            <source>Address of a Dask scheduler, as in tcp://host:8786 or tls://host:8786. Where there are more than 20,000 scenes, its workers place them, or assign them to clusters. They have this version of the plugin, and need no files. Empty: what the environment variable RSDEEPCLUSTER_SCHEDULER says, else this computer alone.</source>
            <translation>Adresse d'un ordonnanceur Dask, par exemple tcp://host:8786 ou tls://host:8786. Au-delà de 20 000 scènes, ses workers les placent ou les attribuent aux clusters. Ils ont cette version de l'extension et n'ont besoin d'aucun fichier. Vide : ce qu'indique la variable d'environnement RSDEEPCLUSTER_SCHEDULER, sinon cet ordinateur seul.</translation>
        </message>
        <message>
            <source>All that Apply clusters needs to find the same clusters on another raster.</source>
            <translation>Tout ce dont « Appliquer des clusters » a besoin pour retrouver les mêmes clusters sur un autre raster.</translation>
        </message>
        <message>
            <source>Width and height of a scene or cell, which gets one cluster, in whole pixels or in the units chosen. Empty: where a context is given, an eighth of it; else size and context are chosen by a look at a sample of the raster, for 500 to 50,000 cells (Suggest scale shows how). With a size and no context, each scene is seen by itself, and should be a few times as large as the things that tell the classes apart (houses, fields, waves).</source>
            <translation>Largeur et hauteur d'une scène ou d'une cellule, qui reçoit un cluster, en pixels entiers ou dans les unités choisies. Vide : si un contexte est donné, un huitième de celui-ci ; sinon la taille et le contexte sont choisis en examinant un échantillon du raster, pour 500 à 50 000 cellules (« Suggérer une échelle » montre comment). Avec une taille et sans contexte, chaque scène est vue seule, et devrait être quelques fois plus grande que les objets qui distinguent les classes (maisons, champs, vagues).</translation>
        </message>
        <message>
            <source>Width and height of the windows that the model sees, each with many cells in it: scenes are then cells that are told apart by what lies in them and around them, as small as a sixteenth of a window; an eighth is a good start. One look serves all cells of a window, so this is faster than small scenes, and the map is finer. It is rounded to a whole number of cells. In the units of the size. Empty, with a size: each scene is seen by itself.</source>
            <translation>Largeur et hauteur des fenêtres que voit le modèle, chacune contenant de nombreuses cellules : les scènes sont alors des cellules distinguées par ce qui se trouve en elles et autour d'elles, aussi petites qu'un seizième de fenêtre ; un huitième est un bon point de départ. Un seul regard sert toutes les cellules d'une fenêtre ; c'est donc plus rapide que de petites scènes, et la carte est plus fine. La valeur est arrondie à un nombre entier de cellules. Dans les unités de la taille. Vide, avec une taille : chaque scène est vue seule.</translation>
        </message>
        <message>
            <source>Minimum of valid data</source>
            <translation>Minimum de données valides</translation>
        </message>
        <message>
            <source>Scenes with a smaller share of valid pixels get no features and no cluster. Nodata, NaN, alpha and mask bands, and what is outside the raster, are not valid; in the other scenes such pixels are filled with the mirror image of what lies beside them.</source>
            <translation>Les scènes dont la part de pixels valides est plus faible ne reçoivent ni caractéristiques ni cluster. L'absence de données, NaN, les bandes alpha et de masque, et ce qui est hors du raster ne sont pas valides ; dans les autres scènes, ces pixels sont remplis par l'image miroir de ce qui les borde.</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modèle</translation>
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
            <translation>default : le DINOv2 ViT-S/14 fourni avec l'extension, sans ses trois derniers blocs et affiné sur 30 classes de scènes aériennes. Les autres sont téléchargés une seule fois, et sont tels que leurs auteurs les ont laissés : « Affiner le modèle » ajuste à vos images le blanchiment dont default dispose déjà. dinov2_vits14, b14, l14 et g14, avec registres (_reg) ou sans : 3 bandes, images du web à toute résolution, Apache-2.0 ; 88 Mo, 346 Mo, 1,2 Go et 4,5 Go. dinov3_vits16, b16 et l16 : 3 bandes, images du web à toute résolution, DINOv3 License de Meta, que vous acceptez en les utilisant ; 86 Mo, 343 Mo et 1,2 Go. dinov3_vitl16_sat : 3 bandes, rouge, vert et bleu de satellites à 0,6 m, DINOv3 License ; 1,2 Go. dofa_vitb16 : toutes bandes optiques, identifiées par leurs longueurs d'onde, de satellites et d'avions de 1 à 30 m, CC-BY-4.0 ; 445 Mo.</translation>
        </message>
        <message>
            <source>Weights file</source>
            <translation>Fichier de poids</translation>
        </message>
        <message>
            <source>Weights (*.safetensors *.pth *.pt *.bin)</source>
            <translation>Poids (*.safetensors *.pth *.pt *.bin)</translation>
        </message>
        <message>
            <source>A state dict of your own of DINOv2, DINOv3 or DOFA, with official or timm names. It takes the place of the model above, and nothing is downloaded. Of the satellite model of DINOv3, and of DOFA, choose the model above too.</source>
            <translation>Votre propre state dict de DINOv2, DINOv3 ou DOFA, avec les noms officiels ou ceux de timm. Il prend la place du modèle ci-dessus, et rien n'est téléchargé. Pour le modèle satellite de DINOv3 et pour DOFA, choisir aussi le modèle ci-dessus.</translation>
        </message>
        <message>
            <source>Blocks</source>
            <translation>Blocs</translation>
        </message>
        <message>
            <source>Transformer blocks whose tokens make the features, counted from 0, or from the end with -1; several are concatenated, as in 6,-1. Empty: the model's own recipe.</source>
            <translation>Blocs du transformer dont les tokens forment les caractéristiques, comptés à partir de 0, ou depuis la fin avec -1 ; plusieurs sont concaténés, comme dans 6,-1. Vide : la recette propre au modèle.</translation>
        </message>
        <message>
            <source>Wavelengths</source>
            <translation>Longueurs d'onde</translation>
        </message>
        <message>
            <source>For dofa_vitb16: the wavelength of each band in micrometers, in the order of the bands, as in 0.49,0.56,0.665,0.842. Empty: what the raster says, or the names of its bands do; without bands chosen, all that have one are taken.</source>
            <translation>Pour dofa_vitb16 : la longueur d'onde de chaque bande en micromètres, dans l'ordre des bandes, comme dans 0.49,0.56,0.665,0.842. Vide : ce qu'indique le raster, ou les noms de ses bandes ; si aucune bande n'est choisie, toutes celles qui en ont une sont prises.</translation>
        </message>
        <message>
            <source>Pooling of tokens</source>
            <translation>Pooling des tokens</translation>
        </message>
        <message>
            <source>model's own</source>
            <translation>celui du modèle</translation>
        </message>
        <message>
            <source>class token</source>
            <translation>token de classe</translation>
        </message>
        <message>
            <source>mean of patches</source>
            <translation>moyenne des patchs</translation>
        </message>
        <message>
            <source>both</source>
            <translation>les deux</translation>
        </message>
        <message>
            <source>The class token, the mean of the patch tokens, or both one after the other.</source>
            <translation>Le token de classe, la moyenne des tokens de patch, ou les deux à la suite.</translation>
        </message>
        <message>
            <source>Input size (pixels)</source>
            <translation>Taille d'entrée (pixels)</translation>
        </message>
        <message>
            <source>Pixels to which a scene is resized for the model, a multiple of the side of its patches: 14, of DINOv3 and DOFA 16. More is slower (time grows with its square) and shows the model finer detail of large scenes.</source>
            <translation>Pixels auxquels une scène est redimensionnée pour le modèle, un multiple du côté de ses patches : 14, ou 16 pour DINOv3 et DOFA. Une valeur plus grande est plus lente (le temps croît avec son carré) et montre au modèle des détails plus fins des grandes scènes.</translation>
        </message>
        <message>
            <source>Scaling of values</source>
            <translation>Mise à l'échelle des valeurs</translation>
        </message>
        <message>
            <source>percentiles</source>
            <translation>percentiles</translation>
        </message>
        <message>
            <source>data type range</source>
            <translation>plage du type de données</translation>
        </message>
        <message>
            <source>percentiles: each band is stretched between two percentiles of the valid pixels of the whole raster, the same for all scenes. data type range: values are taken as they are, 0 to 255 for 8-bit data; for images that are ready for display.</source>
            <translation>percentiles : chaque bande est étirée entre deux percentiles des pixels valides de tout le raster, les mêmes pour toutes les scènes. plage du type de données : les valeurs sont prises telles quelles, de 0 à 255 pour des données sur 8 bits ; pour des images prêtes à être affichées.</translation>
        </message>
        <message>
            <source>Lower percentile</source>
            <translation>Percentile inférieur</translation>
        </message>
        <message>
            <source>Values beyond it are clipped, if values are scaled by percentiles.</source>
            <translation>Les valeurs au-delà sont écrêtées, si la mise à l'échelle se fait par percentiles.</translation>
        </message>
        <message>
            <source>Upper percentile</source>
            <translation>Percentile supérieur</translation>
        </message>
        <message>
            <source>Orientations (1, 2, 4 or 8)</source>
            <translation>Orientations (1, 2, 4 ou 8)</translation>
        </message>
        <message>
            <source>In how many orientations the model sees a scene; the features are the mean. Seen from above no direction is the right one, and the mean tells more: with 5 labels of each class 80.3 % of the images of 45 classes are named right by 4, 79.0 % by 1. 2: as it is and turned by a half, 4: by quarters, 8: mirrored too. It takes as many times as long.</source>
            <translation>Dans combien d'orientations le modèle voit une scène ; les caractéristiques en sont la moyenne. Vue d'en haut, aucune direction n'est la bonne, et la moyenne en dit plus : avec 5 exemples par classe, 80,3 % des images de 45 classes sont bien nommées avec 4 orientations, 79,0 % avec 1. 2 : telle quelle et tournée d'un demi-tour, 4 : par quarts de tour, 8 : en miroir aussi. Le temps augmente d'autant.</translation>
        </message>
        <message>
            <source>UMAP keeps neighborhoods and separates groups; PCA is linear and fast. Features are centered and L2-normalized first.</source>
            <translation>UMAP conserve les voisinages et sépare les groupes ; PCA est linéaire et rapide. Les caractéristiques sont d'abord centrées et normalisées L2.</translation>
        </message>
        <message>
            <source>Neighbors</source>
            <translation>Voisins</translation>
        </message>
        <message>
            <source>UMAP: small values keep local detail, large ones the overall shape.</source>
            <translation>UMAP : de petites valeurs conservent les détails locaux, de grandes valeurs la forme d'ensemble.</translation>
        </message>
        <message>
            <source>Dimensions</source>
            <translation>Dimensions</translation>
        </message>
        <message>
            <source>Dimensions of the embedding. The first two become umap_x and umap_y.</source>
            <translation>Dimensions du plongement. Les deux premières deviennent umap_x et umap_y.</translation>
        </message>
        <message>
            <source>Minimum distance</source>
            <translation>Distance minimale</translation>
        </message>
        <message>
            <source>UMAP: how close points may lie. 0 is best for clusters.</source>
            <translation>UMAP : jusqu'où les points peuvent se rapprocher. 0 convient le mieux aux clusters.</translation>
        </message>
        <message>
            <source>Metric</source>
            <translation>Métrique</translation>
        </message>
        <message>
            <source>cosine</source>
            <translation>cosinus</translation>
        </message>
        <message>
            <source>euclidean</source>
            <translation>euclidienne</translation>
        </message>
        <message>
            <source>UMAP: how features are compared.</source>
            <translation>UMAP : comment les caractéristiques sont comparées.</translation>
        </message>
        <message>
            <source>Weight of shared neighbors</source>
            <translation>Poids des voisins communs</translation>
        </message>
        <message>
            <source>UMAP: scenes are near when their features are alike, and when they have many of their neighbors in common; this is the weight of the latter. 0: features only.</source>
            <translation>UMAP : les scènes sont proches si leurs caractéristiques se ressemblent et si elles ont beaucoup de voisins en commun ; ceci est le poids de ce second critère. 0 : caractéristiques seulement.</translation>
        </message>
        <message>
            <source>Mutuality</source>
            <translation>Mutualité</translation>
        </message>
        <message>
            <source>UMAP: how far two scenes must be each other's neighbors to be drawn together. 0: one of them is enough, as in UMAP itself; more separates clusters.</source>
            <translation>UMAP : à quel point deux scènes doivent être voisines l'une de l'autre pour être rapprochées. 0 : il suffit que l'une le soit, comme dans UMAP lui-même ; une valeur plus grande sépare les clusters.</translation>
        </message>
        <message>
            <source>A file made by Extract features or Folder to features.</source>
            <translation>Un fichier créé par « Extraire les caractéristiques » ou « Dossier vers caractéristiques ».</translation>
        </message>
        <message>
            <source>More features</source>
            <translation>Autres caractéristiques</translation>
        </message>
        <message>
            <source>Files of the features of other rasters, of the same model and in the same reference system, separated by semicolons.</source>
            <translation>Fichiers des caractéristiques d'autres rasters, du même modèle et dans le même système de référence, séparés par des points-virgules.</translation>
        </message>
        <message>
            <source>One row per scene with its place in the embedding.</source>
            <translation>Une ligne par scène avec sa place dans le plongement.</translation>
        </message>
        <message>
            <source>Places new scenes in the same embedding; Cluster features takes it over.</source>
            <translation>Place de nouvelles scènes dans le même plongement ; « Regrouper les caractéristiques en clusters » le reprend.</translation>
        </message>
        <message>
            <source>Features before</source>
            <translation>Caractéristiques avant</translation>
        </message>
        <message>
            <source>Features of the first date.</source>
            <translation>Caractéristiques de la première date.</translation>
        </message>
        <message>
            <source>Features after</source>
            <translation>Caractéristiques après</translation>
        </message>
        <message>
            <source>Features of the second date, of the same model and grid: scenes are the same where their middles are nearer than half a scene.</source>
            <translation>Caractéristiques de la seconde date, du même modèle et de la même grille : des scènes sont les mêmes si leurs milieux sont à moins d'une demi-scène l'un de l'autre.</translation>
        </message>
        <message>
            <source>By how many units that look alike on one date it is told where each should be on the other. More make the comparison steadier, and blind to kinds of ground that have fewer units than that.</source>
            <translation>D'après combien d'unités semblables à une date on détermine où chacune devrait se trouver à l'autre. Un nombre plus grand rend la comparaison plus stable, mais aveugle aux types de sol qui comptent moins d'unités.</translation>
        </message>
        <message>
            <source>Threshold</source>
            <translation>Seuil</translation>
        </message>
        <message>
            <source>Units with a higher score have changed. 1 is as far from what became of units like it as these are from each other. Empty: the score at which change becomes likelier than not, by a mixture of two groups, where there are two.</source>
            <translation>Les unités dont le score est supérieur ont changé. 1 est aussi loin de ce que sont devenues les unités semblables que celles-ci le sont les unes des autres. Vide : le score à partir duquel un changement devient plus probable que l'absence de changement, selon un mélange de deux groupes, s'il y en a deux.</translation>
        </message>
        <message>
            <source>The scenes of the second date with score, probability of a change, changed, and where there are maps before, after and change as text (A → B).</source>
            <translation>Les scènes de la seconde date avec score, probability d'un changement, changed et, s'il y a des cartes, before, after et change sous forme de texte (A → B).</translation>
        </message>
        <message>
            <source>Scenes that have changed</source>
            <translation>Scènes qui ont changé</translation>
        </message>
        <message>
            <source>How far the two groups are apart</source>
            <translation>Distance entre les deux groupes</translation>
        </message>
        <message>
            <source>Folder of class folders</source>
            <translation>Dossier de dossiers de classes</translation>
        </message>
        <message>
            <source>Holds one folder of images for each class, named after it. Images in folders below belong to the class too; images beside the classes' folders are left out. GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files of any size are taken.</source>
            <translation>Contient un dossier d'images pour chaque classe, qui porte son nom. Les images des sous-dossiers appartiennent aussi à la classe ; celles à côté des dossiers de classes sont ignorées. Les fichiers GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP et VRT de toute taille sont acceptés.</translation>
        </message>
        <message>
            <source>Episodes</source>
            <translation>Épisodes</translation>
        </message>
        <message>
            <source>Few-shot accuracy is the mean over so many draws of known scenes. More make its confidence interval narrower.</source>
            <translation>La précision few-shot est la moyenne sur autant de tirages de scènes connues. Un nombre plus grand resserre son intervalle de confiance.</translation>
        </message>
        <message>
            <source>Measure each block</source>
            <translation>Mesurer chaque bloc</translation>
        </message>
        <message>
            <source>k-NN and linear probe of the features of each block of the transformer by itself, to choose Blocks by. The images are looked at once, but each probe takes its time. The features are those that Pooling says: as the recipe says, the class token and the mean of the patch tokens.</source>
            <translation>k-NN et sonde linéaire des caractéristiques de chaque bloc du transformer pris seul, pour aider à choisir « Blocs ». Les images ne sont examinées qu'une fois, mais chaque sonde prend du temps. Les caractéristiques sont celles qu'indique « Pooling des tokens » : avec la recette du modèle, le token de classe et la moyenne des tokens de patch.</translation>
        </message>
        <message>
            <source>Accuracies</source>
            <translation>Précisions</translation>
        </message>
        <message>
            <source>One row per measure: measure, value (0 to 1), low and high (95 % confidence interval), classes and scenes that took part. Few-shot needs classes with more scenes than are known; its value is empty where fewer than two have them. A block that is measured by itself has two rows, as in block 6: k-NN.</source>
            <translation>Une ligne par mesure : measure, value (0 à 1), low et high (intervalle de confiance à 95 %), classes et scènes qui y ont pris part. La mesure few-shot a besoin de classes ayant plus de scènes qu'il n'y en a de connues ; sa valeur est vide si moins de deux en ont assez. Un bloc mesuré seul a deux lignes, comme dans block 6: k-NN.</translation>
        </message>
        <message>
            <source>All measures, the accuracy of each class, the confusion matrix, pictures of confused scenes and the settings, in one file.</source>
            <translation>Toutes les mesures, la précision de chaque classe, la matrice de confusion, des images de scènes confondues et les paramètres, dans un seul fichier.</translation>
        </message>
        <message>
            <source>k-NN accuracy</source>
            <translation>Précision k-NN</translation>
        </message>
        <message>
            <source>Linear probe accuracy</source>
            <translation>Précision de la sonde linéaire</translation>
        </message>
        <message>
            <source>Few-shot accuracy, 1 scene per class</source>
            <translation>Précision few-shot, 1 scène par classe</translation>
        </message>
        <message>
            <source>Few-shot accuracy, 5 scenes per class</source>
            <translation>Précision few-shot, 5 scènes par classe</translation>
        </message>
        <message>
            <source>Few-shot accuracy, 20 scenes per class</source>
            <translation>Précision few-shot, 20 scènes par classe</translation>
        </message>
        <message>
            <source>Number of images</source>
            <translation>Nombre d'images</translation>
        </message>
        <message>
            <source>Images left out</source>
            <translation>Images ignorées</translation>
        </message>
        <message>
            <source>Grid</source>
            <translation>Grille</translation>
        </message>
        <message>
            <source>Any polygon layer, in any coordinate reference system: a scene is the window of pixels around a polygon, and keeps its attributes. It takes the place of scene size, stride, edges, extent and mask. Empty: a regular grid.</source>
            <translation>Toute couche de polygones, dans n'importe quel système de coordonnées de référence : une scène est la fenêtre de pixels autour d'un polygone, et garde ses attributs. Elle prend la place de la taille de scène, du pas, des bords, de l'emprise et du masque. Vide : une grille régulière.</translation>
        </message>
        <message>
            <source>One row per scene: footprint, valid_fraction and the feature vector.</source>
            <translation>Une ligne par scène : empreinte, valid_fraction et le vecteur de caractéristiques.</translation>
        </message>
        <message>
            <source>STAC item</source>
            <translation>Item STAC</translation>
        </message>
        <message>
            <source>A STAC item that describes the features by the extension for embeddings: where they are, the model, bands, size and stride of the scenes. Catalogs of embeddings take it. It is written only where it is asked for.</source>
            <translation>Un item STAC qui décrit les caractéristiques selon l'extension pour les plongements : où elles sont, le modèle, les bandes, la taille et le pas des scènes. Les catalogues de plongements l'acceptent. Il n'est écrit que sur demande.</translation>
        </message>
        <message>
            <source>Scenes without features</source>
            <translation>Scènes sans caractéristiques</translation>
        </message>
        <message>
            <source>Labeled polygons</source>
            <translation>Polygones étiquetés</translation>
        </message>
        <message>
            <source>Scenes of the raster with a class each: a scene is the window of pixels around a polygon. Polygons without a class are left out.</source>
            <translation>Scènes du raster ayant chacune une classe : une scène est la fenêtre de pixels autour d'un polygone. Les polygones sans classe sont ignorés.</translation>
        </message>
        <message>
            <source>Field of the classes</source>
            <translation>Champ des classes</translation>
        </message>
        <message>
            <source>Names or numbers; polygons of the same value are one class.</source>
            <translation>Noms ou numéros ; les polygones de même valeur forment une classe.</translation>
        </message>
        <message>
            <source>Bands that make the scenes, in the order red, green, blue for three; on the command line as 4;1;2. Empty: red, green and blue where the file names them, else its first three bands. With other than three the new model takes just as many: its first layer is adapted to them and trained.</source>
            <translation>Bandes qui forment les scènes, dans l'ordre rouge, vert, bleu s'il y en a trois ; en ligne de commande sous la forme 4;1;2. Vide : rouge, vert et bleu si le fichier les nomme, sinon ses trois premières bandes. Avec un nombre autre que trois, le nouveau modèle en prend exactement autant : sa première couche leur est adaptée et entraînée.</translation>
        </message>
        <message>
            <source>More folders</source>
            <translation>Autres dossiers</translation>
        </message>
        <message>
            <source>Further folders of class folders, separated by semicolons. Classes of the same name are one class.</source>
            <translation>D'autres dossiers de dossiers de classes, séparés par des points-virgules. Les classes de même nom n'en forment qu'une.</translation>
        </message>
        <message>
            <source>Epochs</source>
            <translation>Époques</translation>
        </message>
        <message>
            <source>How often the scenes are gone through. Training ends before if nothing improves.</source>
            <translation>Combien de fois les scènes sont parcourues. L'entraînement s'arrête plus tôt si rien ne s'améliore.</translation>
        </message>
        <message>
            <source>Loss</source>
            <translation>Fonction de perte</translation>
        </message>
        <message>
            <source>cross-entropy</source>
            <translation>entropie croisée</translation>
        </message>
        <message>
            <source>supervised contrastive</source>
            <translation>contrastive supervisée</translation>
        </message>
        <message>
            <source>cross-entropy learns to name the classes; supervised contrastive pulls scenes of one class together and others apart; both takes the mean of the two.</source>
            <translation>entropie croisée apprend à nommer les classes ; contrastive supervisée rapproche les scènes d'une même classe et éloigne les autres ; les deux prend la moyenne des deux.</translation>
        </message>
        <message>
            <source>Label smoothing</source>
            <translation>Lissage des étiquettes</translation>
        </message>
        <message>
            <source>Share of the certainty that is taken from a scene's class and spread over all; helps where some labels are wrong.</source>
            <translation>Part de la certitude retirée à la classe d'une scène et répartie sur toutes ; utile si certaines étiquettes sont fausses.</translation>
        </message>
        <message>
            <source>Temperature</source>
            <translation>Température</translation>
        </message>
        <message>
            <source>Of the supervised contrastive loss: small values look at the nearest scenes only.</source>
            <translation>Pour la perte « contrastive supervisée » : de petites valeurs ne regardent que les scènes les plus proches.</translation>
        </message>
        <message>
            <source>Training size (pixels)</source>
            <translation>Taille d'entraînement (pixels)</translation>
        </message>
        <message>
            <source>Pixels to which scenes are resized in training, a multiple of 14 (DINOv3, DOFA: 16). Time grows with its square. The features are made at the input size all the same.</source>
            <translation>Pixels auxquels les scènes sont redimensionnées pendant l'entraînement, un multiple de 14 (DINOv3, DOFA : 16). Le temps croît avec son carré. Les caractéristiques sont tout de même produites à la taille d'entrée.</translation>
        </message>
        <message>
            <source>Scenes per step</source>
            <translation>Scènes par étape</translation>
        </message>
        <message>
            <source>Scenes after which the weights are changed; fewer where there are few. The batch size tells how many of them go through the model together.</source>
            <translation>Scènes après lesquelles les poids sont modifiés ; moins s'il y en a peu. La taille de lot indique combien d'entre elles passent ensemble dans le modèle.</translation>
        </message>
        <message>
            <source>Learning rate</source>
            <translation>Taux d'apprentissage</translation>
        </message>
        <message>
            <source>Highest one, that of the last layer; it rises first and then falls along a cosine.</source>
            <translation>Le plus élevé, celui de la dernière couche ; il monte d'abord, puis descend en suivant un cosinus.</translation>
        </message>
        <message>
            <source>Layer decay</source>
            <translation>Décroissance par couche</translation>
        </message>
        <message>
            <source>Each block learns this much slower than the one after it.</source>
            <translation>Chaque bloc apprend d'autant plus lentement que celui qui le suit.</translation>
        </message>
        <message>
            <source>Weight decay</source>
            <translation>Décroissance des poids</translation>
        </message>
        <message>
            <source>How strongly weights are drawn to zero (AdamW).</source>
            <translation>Avec quelle force les poids sont attirés vers zéro (AdamW).</translation>
        </message>
        <message>
            <source>Warm-up</source>
            <translation>Échauffement</translation>
        </message>
        <message>
            <source>Share of all steps in which the learning rate rises.</source>
            <translation>Part de toutes les étapes pendant lesquelles le taux d'apprentissage monte.</translation>
        </message>
        <message>
            <source>Frozen blocks (-1: half)</source>
            <translation>Blocs gelés (-1 : la moitié)</translation>
        </message>
        <message>
            <source>First blocks of the transformer that stay as they are; -1: half of them. More is faster, and forgets less.</source>
            <translation>Premiers blocs du transformer qui restent tels quels ; -1 : la moitié. Un nombre plus grand est plus rapide et oublie moins.</translation>
        </message>
        <message>
            <source>LoRA rank (0: all weights)</source>
            <translation>Rang LoRA (0 : tous les poids)</translation>
        </message>
        <message>
            <source>0 trains all weights of the blocks that are not frozen. Another rank trains a small update of each layer instead, which takes less memory and suits few scenes.</source>
            <translation>0 entraîne tous les poids des blocs non gelés. Un autre rang entraîne à la place une petite mise à jour de chaque couche, ce qui prend moins de mémoire et convient à un petit nombre de scènes.</translation>
        </message>
        <message>
            <source>Balance the classes</source>
            <translation>Équilibrer les classes</translation>
        </message>
        <message>
            <source>Each class is drawn equally often, however many scenes it has.</source>
            <translation>Chaque classe est tirée aussi souvent, quel que soit le nombre de ses scènes.</translation>
        </message>
        <message>
            <source>Validation share</source>
            <translation>Part de validation</translation>
        </message>
        <message>
            <source>Share of each class that is not trained on but tells how well it goes.</source>
            <translation>Part de chaque classe qui ne sert pas à l'entraînement mais indique s'il se passe bien.</translation>
        </message>
        <message>
            <source>Patience (epochs)</source>
            <translation>Patience (époques)</translation>
        </message>
        <message>
            <source>Training ends after so many epochs without a better validation, and the best epoch is kept; 0: it goes on to the end, and the last epoch is kept.</source>
            <translation>L'entraînement s'arrête après autant d'époques sans meilleure validation, et la meilleure époque est conservée ; 0 : il va jusqu'au bout, et la dernière époque est conservée.</translation>
        </message>
        <message>
            <source>Share of the tuned weights</source>
            <translation>Part des poids ajustés</translation>
        </message>
        <message>
            <source>The final weights are this share of the tuned and the rest of the starting weights (WiSE-FT). Less keeps more of what the model knew before, and features of other classes stay good; 1 is best for the source's own classes. The accuracy of the validation scenes is that of the tuned weights.</source>
            <translation>Les poids finaux sont pour cette part les poids ajustés et pour le reste les poids de départ (WiSE-FT). Une valeur plus faible garde davantage de ce que le modèle savait avant, et les caractéristiques d'autres classes restent bonnes ; 1 est le mieux pour les propres classes de la source. La précision des scènes de validation est celle des poids ajustés.</translation>
        </message>
        <message>
            <source>Feature dimensions</source>
            <translation>Dimensions des caractéristiques</translation>
        </message>
        <message>
            <source>Length of the features, which are whitened by their spread over the scenes trained on, so that no few directions drown the others; 0: features are left as the blocks give them.</source>
            <translation>Longueur des caractéristiques, qui sont blanchies d'après leur dispersion sur les scènes d'entraînement, pour que quelques directions ne noient pas les autres ; 0 : les caractéristiques restent telles que les blocs les donnent.</translation>
        </message>
        <message>
            <source>Stored as</source>
            <translation>Enregistré en</translation>
        </message>
        <message>
            <source>int8 takes a quarter of the space of fp32 and is the fastest on processors; fp16 takes half of it and is more exact.</source>
            <translation>int8 prend un quart de la place de fp32 et est le plus rapide sur les processeurs ; fp16 en prend la moitié et est plus exact.</translation>
        </message>
        <message>
            <source>Smallest crop</source>
            <translation>Plus petit recadrage</translation>
        </message>
        <message>
            <source>Training looks at crops of at least this share of a scene's area, flipped and turned by quarters.</source>
            <translation>L'entraînement regarde des recadrages d'au moins cette part de la surface d'une scène, retournés et tournés par quarts de tour.</translation>
        </message>
        <message>
            <source>Brightness</source>
            <translation>Luminosité</translation>
        </message>
        <message>
            <source>How much it is changed by chance in training: up to so much more or less.</source>
            <translation>De combien elle est modifiée au hasard pendant l'entraînement : jusqu'à autant en plus ou en moins.</translation>
        </message>
        <message>
            <source>Contrast</source>
            <translation>Contraste</translation>
        </message>
        <message>
            <source>Color</source>
            <translation>Couleur</translation>
        </message>
        <message>
            <source>Band drop</source>
            <translation>Suppression de bandes</translation>
        </message>
        <message>
            <source>How often a band is blanked in training, where there are more than three.</source>
            <translation>Combien de fois une bande est effacée pendant l'entraînement, s'il y en a plus de trois.</translation>
        </message>
        <message>
            <source>Fine-tuned model</source>
            <translation>Modèle ajusté finement</translation>
        </message>
        <message>
            <source>The fine-tuned model, for the weights file of the other algorithms.</source>
            <translation>Le modèle ajusté finement, pour le fichier de poids des autres algorithmes.</translation>
        </message>
        <message>
            <source>State dict for other tools</source>
            <translation>State dict pour d'autres outils</translation>
        </message>
        <message>
            <source>PyTorch state dict</source>
            <translation>State dict PyTorch</translation>
        </message>
        <message>
            <source>The weights under DINOv2's own names, without the feature's whitening.</source>
            <translation>Les poids sous les noms propres à DINOv2, sans le blanchiment des caractéristiques.</translation>
        </message>
        <message>
            <source>Learning curves, accuracy of each class, confusion matrix, the worst mistakes and the settings, in one file.</source>
            <translation>Courbes d'apprentissage, précision de chaque classe, matrice de confusion, pires erreurs et paramètres, dans un seul fichier.</translation>
        </message>
        <message>
            <source>Accuracy of the validation scenes</source>
            <translation>Précision des scènes de validation</translation>
        </message>
        <message>
            <source>Epochs trained</source>
            <translation>Époques entraînées</translation>
        </message>
        <message>
            <source>Folder of images</source>
            <translation>Dossier d'images</translation>
        </message>
        <message>
            <source>GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files are taken.</source>
            <translation>Les fichiers GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP et VRT sont acceptés.</translation>
        </message>
        <message>
            <source>CRS of the footprints</source>
            <translation>SCR des empreintes</translation>
        </message>
        <message>
            <source>Empty: that of the first georeferenced image.</source>
            <translation>Vide : celui de la première image géoréférencée.</translation>
        </message>
        <message>
            <source>One row per image: name, footprint, valid_fraction and the feature vector.</source>
            <translation>Une ligne par image : nom, empreinte, valid_fraction et le vecteur de caractéristiques.</translation>
        </message>
        <message>
            <source>Images without features</source>
            <translation>Images sans caractéristiques</translation>
        </message>
        <message>
            <source>Table with embeddings</source>
            <translation>Table avec des plongements</translation>
        </message>
        <message>
            <source>GeoParquet or GeoPackage (*.parquet *.geoparquet *.gpq *.gpkg)</source>
            <translation>GeoParquet ou GeoPackage (*.parquet *.geoparquet *.gpq *.gpkg)</translation>
        </message>
        <message>
            <source>GeoParquet or GeoPackage with a vector on each row: a list of numbers of any type (in a GeoPackage as JSON, or as bytes of float32), or numbered columns (A00, A01, ...). Geometries are polygons or points, as WKB or in GeoArrow's own layout. Other columns become attributes of the scenes.</source>
            <translation>GeoParquet ou GeoPackage avec un vecteur sur chaque ligne : une liste de nombres de n'importe quel type (dans un GeoPackage en JSON, ou en octets de float32), ou des colonnes numérotées (A00, A01, ...). Les géométries sont des polygones ou des points, en WKB ou dans la disposition propre à GeoArrow. Les autres colonnes deviennent des attributs des scènes.</translation>
        </message>
        <message>
            <source>Bands that make the vector; on the command line as 4;1;2. Empty: all but alpha bands.</source>
            <translation>Bandes qui forment le vecteur ; en ligne de commande sous la forme 4;1;2. Vide : toutes sauf les bandes alpha.</translation>
        </message>
        <message>
            <source>Part of the raster to use, in any coordinate reference system. Empty: all of the raster. Web layers need an extent.</source>
            <translation>Partie du raster à utiliser, dans n'importe quel système de coordonnées de référence. Vide : tout le raster. Les couches web ont besoin d'une emprise.</translation>
        </message>
        <message>
            <source>Polygons</source>
            <translation>Polygones</translation>
        </message>
        <message>
            <source>The pixels in each polygon of this layer are averaged, in any coordinate reference system; it takes the place of cell size, stride, edges, extent and mask, and its attributes are kept. Empty: cells.</source>
            <translation>Les pixels dans chaque polygone de cette couche sont moyennés, dans n'importe quel système de coordonnées de référence ; elle prend la place de la taille de cellule, du pas, des bords, de l'emprise et du masque, et ses attributs sont conservés. Vide : cellules.</translation>
        </message>
        <message>
            <source>Cell size</source>
            <translation>Taille de cellule</translation>
        </message>
        <message>
            <source>Width and height of the cells over which the pixels' embeddings are averaged, each of which becomes a scene.</source>
            <translation>Largeur et hauteur des cellules sur lesquelles les plongements des pixels sont moyennés ; chacune devient une scène.</translation>
        </message>
        <message>
            <source>Units of size and stride</source>
            <translation>Unités de taille et de pas</translation>
        </message>
        <message>
            <source>The name of the model that made the embeddings, with its version. Empty: what the file says. Scenes are compared, and clusters applied, only where this name is the same: give one name to all files of a model, and different ones to different models.</source>
            <translation>Le nom du modèle qui a produit les plongements, avec sa version. Vide : ce qu'indique le fichier. Les scènes ne sont comparées, et les clusters appliqués, que si ce nom est le même : donner un seul nom à tous les fichiers d'un modèle, et des noms différents à des modèles différents.</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>Colonne</translation>
        </message>
        <message>
            <source>The column of the vectors, or what the names of numbered columns begin with, as A for A00 to A63. Empty: embedding, embeddings, feature or another usual name, else the only one that holds vectors.</source>
            <translation>La colonne des vecteurs, ou ce par quoi commencent les noms des colonnes numérotées, comme A pour A00 à A63. Vide : embedding, embeddings, feature ou un autre nom usuel, sinon la seule qui contient des vecteurs.</translation>
        </message>
        <message>
            <source>Stored values</source>
            <translation>Valeurs stockées</translation>
        </message>
        <message>
            <source>as stored</source>
            <translation>telles quelles</translation>
        </message>
        <message>
            <source>squared</source>
            <translation>au carré</translation>
        </message>
        <message>
            <source>automatic: AlphaEarth's whole numbers (64 bands or columns A00 to A63) are turned back into numbers, scale and offset of a raster are applied, and other values are taken as they are. squared: whole numbers were made as AlphaEarth's are, v of sign(v) (v / 127.5)^2, as those of OlmoEarth too. as stored: the values are taken as they are, which is right for any scale and offset that all share, since vectors are centered and normalized before anything is made of them.</source>
            <translation>automatique : les nombres entiers d'AlphaEarth (64 bandes ou colonnes A00 à A63) sont reconvertis en nombres, l'échelle et le décalage d'un raster sont appliqués, et les autres valeurs sont prises telles quelles. au carré : les nombres entiers ont été formés comme ceux d'AlphaEarth, v représentant sign(v) (v / 127.5)^2, comme aussi ceux d'OlmoEarth. telles quelles : les valeurs sont prises telles quelles, ce qui convient pour toute échelle et tout décalage communs à toutes, puisque les vecteurs sont centrés et normalisés avant toute utilisation.</translation>
        </message>
        <message>
            <source>Column of scales</source>
            <translation>Colonne des échelles</translation>
        </message>
        <message>
            <source>Where each vector is stored in whole numbers with a scale of its own: the column that it is to be multiplied by. Empty: none.</source>
            <translation>Si chaque vecteur est stocké en nombres entiers avec sa propre échelle : la colonne par laquelle il faut le multiplier. Vide : aucune.</translation>
        </message>
        <message>
            <source>Side of scenes at points</source>
            <translation>Côté des scènes aux points</translation>
        </message>
        <message>
            <source>Where the table has points: side of the square around each that is its scene, in units of the table's reference system. Empty: the median distance to the nearest other point.</source>
            <translation>Si la table a des points : côté du carré autour de chacun qui forme sa scène, dans les unités du système de référence de la table. Vide : la distance médiane au point voisin le plus proche.</translation>
        </message>
        <message>
            <source>Of rasters: scenes with a smaller share of pixels that have an embedding get no features.</source>
            <translation>Pour les rasters : les scènes dont la part de pixels ayant un plongement est plus faible ne reçoivent pas de caractéristiques.</translation>
        </message>
        <message>
            <source>Table of the GeoPackage</source>
            <translation>Table du GeoPackage</translation>
        </message>
        <message>
            <source>Of one with several tables. Empty: the only one.</source>
            <translation>S'il y a plusieurs tables. Vide : la seule.</translation>
        </message>
        <message>
            <source>CRS of the table</source>
            <translation>SCR de la table</translation>
        </message>
        <message>
            <source>Where the table does not say in which reference system its geometries are.</source>
            <translation>Si la table n'indique pas dans quel système de référence sont ses géométries.</translation>
        </message>
        <message>
            <source>One row per scene: footprint, valid_fraction, attributes and the feature vector.</source>
            <translation>Une ligne par scène : empreinte, valid_fraction, attributs et le vecteur de caractéristiques.</translation>
        </message>
        <message>
            <source>Length of the vectors</source>
            <translation>Longueur des vecteurs</translation>
        </message>
        <message>
            <source>Instead of a raster: each image of the folder, and of the folders in it, is a scene. GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files are taken.</source>
            <translation>À la place d'un raster : chaque image du dossier et de ses sous-dossiers est une scène. Les fichiers GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP et VRT sont acceptés.</translation>
        </message>
        <message>
            <source>Grid layer</source>
            <translation>Couche de grille</translation>
        </message>
        <message>
            <source>Polygons to use as scenes of the raster, instead of a regular grid, which the scene size makes where this is empty.</source>
            <translation>Polygones à utiliser comme scènes du raster, à la place de la grille régulière que crée la taille de scène si ceci est vide.</translation>
        </message>
        <message>
            <source>Scene size</source>
            <translation>Taille de scène</translation>
        </message>
        <message>
            <source>Width and height of a scene or cell, which gets one cluster, in whole pixels or in the units chosen. It should be a few times as large as the things that tell the classes apart (houses, fields, waves).</source>
            <translation>Largeur et hauteur d'une scène ou d'une cellule, qui reçoit un cluster, en pixels entiers ou dans les unités choisies. Elle devrait être quelques fois plus grande que les objets qui distinguent les classes (maisons, champs, vagues).</translation>
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
            <translation>SCAN : les voisins recherchés appartiennent à un même cluster, puis le modèle s'enseigne à lui-même ce dont il est sûr. SelfLabel : étiquettes par transport optimal, pour des clusters de taille voisine. DeepCluster : k-means donne les étiquettes que les caractéristiques apprennent. DeeperCluster : de même avec k-means à deux niveaux, distribué avec Dask, pour de très nombreuses scènes. UIC : les réponses du modèle lui-même sur une vue augmentée sont les étiquettes d'une autre. RUC : nettoie les étiquettes de SCAN, du regroupement par défaut ou d'un champ d'après la confiance et les voisins, et les apprend par deux réseaux qui se corrigent l'un l'autre. Contrastive : deux vues d'une scène se ressemblent et diffèrent des autres scènes (SimCLR ; avec une file d'attente, MoCo v2). TURTLE : les étiquettes qu'une droite sépare dans les caractéristiques de chaque bloc ; n'utilise ni copies augmentées ni derniers blocs.</translation>
        </message>
        <message>
            <source>What is learned</source>
            <translation>Ce qui est appris</translation>
        </message>
        <message>
            <source>linear map of the features</source>
            <translation>application linéaire des caractéristiques</translation>
        </message>
        <message>
            <source>last blocks of the model</source>
            <translation>derniers blocs du modèle</translation>
        </message>
        <message>
            <source>A linear map of the features takes minutes and cannot go far wrong. Training the last blocks too goes further, for better or worse, and wants a GPU.</source>
            <translation>Une application linéaire des caractéristiques prend quelques minutes et ne peut guère se tromper. Entraîner aussi les derniers blocs va plus loin, pour le meilleur ou pour le pire, et demande un GPU.</translation>
        </message>
        <message>
            <source>Number of clusters (0: inferred)</source>
            <translation>Nombre de clusters (0 : déduit)</translation>
        </message>
        <message>
            <source>Clusters of the result. 0: as many as the default clustering (UMAP and a Dirichlet process mixture) finds in the features before anything is learned.</source>
            <translation>Clusters du résultat. 0 : autant que le regroupement par défaut (UMAP et un mélange à processus de Dirichlet) en trouve dans les caractéristiques avant tout apprentissage.</translation>
        </message>
        <message>
            <source>Epochs (0: as the method needs)</source>
            <translation>Époques (0 : selon la méthode)</translation>
        </message>
        <message>
            <source>How often the scenes are gone through, in all their copies where a linear map is learned; 0 takes what suits the method.</source>
            <translation>Combien de fois les scènes sont parcourues, dans toutes leurs copies si une application linéaire est apprise ; 0 prend ce qui convient à la méthode.</translation>
        </message>
        <message>
            <source>Augmented copies</source>
            <translation>Copies augmentées</translation>
        </message>
        <message>
            <source>Linear map: so often the features of each scene are made once more, with the scene turned, flipped and cropped; every other copy is cropped further and changes its colors. Time grows with it.</source>
            <translation>Application linéaire : autant de fois les caractéristiques de chaque scène sont produites à nouveau, la scène étant tournée, retournée et recadrée ; une copie sur deux est recadrée davantage et change de couleurs. Le temps augmente avec ce nombre.</translation>
        </message>
        <message>
            <source>Length of the adapted features, at most that of the model's own.</source>
            <translation>Longueur des caractéristiques adaptées, au plus celle des caractéristiques propres au modèle.</translation>
        </message>
        <message>
            <source>Scenes per step (0: as the method needs)</source>
            <translation>Scènes par étape (0 : selon la méthode)</translation>
        </message>
        <message>
            <source>Scenes after which the weights are changed; 0 takes 256 for a linear map and 64 for the last blocks.</source>
            <translation>Scènes après lesquelles les poids sont modifiés ; 0 prend 256 pour une application linéaire et 64 pour les derniers blocs.</translation>
        </message>
        <message>
            <source>Learning rate (0: as the method needs)</source>
            <translation>Taux d'apprentissage (0 : selon la méthode)</translation>
        </message>
        <message>
            <source>Highest one; it rises first and then falls along a cosine. 0 takes what suits the method.</source>
            <translation>Le plus élevé ; il monte d'abord, puis descend en suivant un cosinus. 0 prend ce qui convient à la méthode.</translation>
        </message>
        <message>
            <source>Temperature (0: as the method needs)</source>
            <translation>Température (0 : selon la méthode)</translation>
        </message>
        <message>
            <source>The classifier's cosines are divided by it; small values make it surer. 0 takes what suits the method.</source>
            <translation>Les cosinus du classifieur sont divisés par elle ; de petites valeurs le rendent plus sûr. 0 prend ce qui convient à la méthode.</translation>
        </message>
        <message>
            <source>Reassign after epochs (0: as the method needs)</source>
            <translation>Époques avant réaffectation (0 : automatique)</translation>
        </message>
        <message>
            <source>After so many epochs scenes are labeled anew by SelfLabel, DeepCluster, DeeperCluster and UIC; 0 takes what suits the method.</source>
            <translation>Après autant d'époques, les scènes sont étiquetées à nouveau par SelfLabel, DeepCluster, DeeperCluster et UIC ; 0 prend ce qui convient à la méthode.</translation>
        </message>
        <message>
            <source>Last blocks: pixels to which scenes are resized in training, a multiple of 14 (DINOv3, DOFA: 16).</source>
            <translation>Derniers blocs : pixels auxquels les scènes sont redimensionnées pendant l'entraînement, un multiple de 14 (DINOv3, DOFA : 16).</translation>
        </message>
        <message>
            <source>Last blocks: first blocks of the transformer that stay as they are; -1: half of them.</source>
            <translation>Derniers blocs : premiers blocs du transformer qui restent tels quels ; -1 : la moitié.</translation>
        </message>
        <message>
            <source>Overclustering (0: as the method needs)</source>
            <translation>Surpartitionnement (0 : selon la méthode)</translation>
        </message>
        <message>
            <source>DeepCluster and DeeperCluster: so many times more pseudo-labels than clusters are learned; k-means of the adapted features then makes the clusters. 0 takes what suits the method.</source>
            <translation>DeepCluster et DeeperCluster : autant de fois plus de pseudo-étiquettes que de clusters sont apprises ; k-means des caractéristiques adaptées forme ensuite les clusters. 0 prend ce qui convient à la méthode.</translation>
        </message>
        <message>
            <source>DeeperCluster: address of a Dask scheduler, as in tcp://host:8786, whose workers can import this plugin and see its folder in the home directory under the same path. Empty: threads of this computer.</source>
            <translation>DeeperCluster : adresse d'un ordonnanceur Dask, comme tcp://host:8786, dont les workers peuvent importer cette extension et voient son dossier du répertoire personnel sous le même chemin. Vide : threads de cet ordinateur.</translation>
        </message>
        <message>
            <source>Sizes of clusters</source>
            <translation>Tailles des clusters</translation>
        </message>
        <message>
            <source>estimated</source>
            <translation>estimée</translation>
        </message>
        <message>
            <source>SelfLabel: clusters of equal size; or sizes that are estimated from the model's answers, half way to equal ones.</source>
            <translation>SelfLabel : clusters de taille égale ; ou tailles estimées d'après les réponses du modèle, à mi-chemin de tailles égales.</translation>
        </message>
        <message>
            <source>Sharpness of the transport</source>
            <translation>Netteté du transport</translation>
        </message>
        <message>
            <source>SelfLabel: the larger it is, the nearer the labels are to the best ones under the constraint on sizes; small values smooth them.</source>
            <translation>SelfLabel : plus elle est grande, plus les étiquettes sont proches des meilleures sous la contrainte des tailles ; de petites valeurs les lissent.</translation>
        </message>
        <message>
            <source>Mined neighbors</source>
            <translation>Voisins recherchés</translation>
        </message>
        <message>
            <source>SCAN: so many nearest scenes are taken to belong to the cluster of a scene. RUC: so many vote on its label.</source>
            <translation>SCAN : autant de scènes les plus proches sont supposées appartenir au cluster d'une scène. RUC : autant votent pour son étiquette.</translation>
        </message>
        <message>
            <source>Weight of the entropy</source>
            <translation>Poids de l'entropie</translation>
        </message>
        <message>
            <source>SCAN: how strongly clusters are kept from being unlike in size.</source>
            <translation>SCAN : avec quelle force les clusters sont empêchés d'être de tailles différentes.</translation>
        </message>
        <message>
            <source>Confidence</source>
            <translation>Confiance</translation>
        </message>
        <message>
            <source>SCAN: in the last third of the epochs, scenes teach themselves whose cluster is more probable than this. RUC: labels that are more probable are credible.</source>
            <translation>SCAN : dans le dernier tiers des époques, les scènes dont le cluster est plus probable que cette valeur s'enseignent elles-mêmes. RUC : les étiquettes plus probables sont crédibles.</translation>
        </message>
        <message>
            <source>Labels to clean</source>
            <translation>Étiquettes à nettoyer</translation>
        </message>
        <message>
            <source>default clustering</source>
            <translation>regroupement par défaut</translation>
        </message>
        <message>
            <source>field</source>
            <translation>champ</translation>
        </message>
        <message>
            <source>RUC: those of SCAN, which is learned first; of the default clustering (UMAP and a Dirichlet process mixture), with its number of clusters; or of a field.</source>
            <translation>RUC : celles de SCAN, qui est appris d'abord ; celles du regroupement par défaut (UMAP et un mélange à processus de Dirichlet), avec son nombre de clusters ; ou celles d'un champ.</translation>
        </message>
        <message>
            <source>Field of clusters</source>
            <translation>Champ des clusters</translation>
        </message>
        <message>
            <source>RUC: field of the grid layer whose values are the clusters to clean, such as cluster or edited_cluster; scenes where it is empty or 0 have none.</source>
            <translation>RUC : champ de la couche de grille dont les valeurs sont les clusters à nettoyer, comme cluster ou edited_cluster ; les scènes où il est vide ou 0 n'en ont pas.</translation>
        </message>
        <message>
            <source>Credible labels</source>
            <translation>Étiquettes crédibles</translation>
        </message>
        <message>
            <source>hybrid</source>
            <translation>hybride</translation>
        </message>
        <message>
            <source>confidence</source>
            <translation>confiance</translation>
        </message>
        <message>
            <source>neighbors</source>
            <translation>voisins</translation>
        </message>
        <message>
            <source>RUC: those more probable than the confidence, those that most mined neighbors have, or hybrid: those that are both. A field has no probabilities, and those of the default clustering are low: for these hybrid goes by neighbors alone.</source>
            <translation>RUC : celles qui sont plus probables que la confiance, celles qu'ont la plupart des voisins recherchés, ou hybride : celles qui sont les deux à la fois. Un champ n'a pas de probabilités, et celles du regroupement par défaut sont faibles : pour ceux-ci, hybride ne se fie qu'aux voisins.</translation>
        </message>
        <message>
            <source>Keys in the queue</source>
            <translation>Clés dans la file d'attente</translation>
        </message>
        <message>
            <source>Contrastive: 0 compares a scene with the others of its step (SimCLR). Other numbers compare it with as many of earlier steps, made by a momentum encoder (MoCo v2), which suits small steps.</source>
            <translation>Contrastive : 0 compare une scène aux autres de son étape (SimCLR). D'autres nombres la comparent à autant de scènes d'étapes précédentes, produites par un encodeur à momentum (MoCo v2), ce qui convient aux petites étapes.</translation>
        </message>
        <message>
            <source>Refined model</source>
            <translation>Modèle affiné</translation>
        </message>
        <message>
            <source>The adapted model, for the weights file of the other algorithms.</source>
            <translation>Le modèle adapté, pour le fichier de poids des autres algorithmes.</translation>
        </message>
        <message>
            <source>Loss of the last epoch</source>
            <translation>Perte de la dernière époque</translation>
        </message>
        <message>
            <source>Labels</source>
            <translation>Étiquettes</translation>
        </message>
        <message>
            <source>Points, polygons or a table without geometry, in any coordinate reference system, with a field of classes. A point labels the scene it lies in, a polygon those whose center or half it covers, and a row without a place the scene whose number is in its field scene_id.</source>
            <translation>Points, polygones ou table sans géométrie, dans n'importe quel système de coordonnées de référence, avec un champ de classes. Un point étiquette la scène dans laquelle il se trouve, un polygone celles dont il couvre le centre ou la moitié, et une ligne sans lieu la scène dont le numéro est dans son champ scene_id.</translation>
        </message>
        <message>
            <source>Field of the class</source>
            <translation>Champ de la classe</translation>
        </message>
        <message>
            <source>Codes or names of classes. Rows without one are left out.</source>
            <translation>Codes ou noms de classes. Les lignes sans classe sont ignorées.</translation>
        </message>
        <message>
            <source>Field of what it is not</source>
            <translation>Champ de ce qu'elle n'est pas</translation>
        </message>
        <message>
            <source>A class that the scene is not: 'not water' is often known sooner than what it is. A scene that is none of the classes is taken for none of them, and so are those like it.</source>
            <translation>Une classe que la scène n'est pas : on sait souvent « pas de l'eau » avant de savoir ce que c'est. Une scène qui n'est aucune des classes n'est prise pour aucune d'elles, de même que celles qui lui ressemblent.</translation>
        </message>
        <message>
            <source>Field of the time</source>
            <translation>Champ de la date</translation>
        </message>
        <message>
            <source>Of several labels of a scene the latest counts, by a date, a number or a text as 2026-05-31. Empty: by the order of the rows.</source>
            <translation>De plusieurs étiquettes d'une scène, la plus récente compte, d'après une date, un nombre ou un texte tel que 2026-05-31. Vide : selon l'ordre des lignes.</translation>
        </message>
        <message>
            <source>A layer in a GeoPackage that has noted its features and its schema; any layer of scenes made here will do. Empty: give the features.</source>
            <translation>Une couche dans un GeoPackage qui a noté ses caractéristiques et sa nomenclature ; toute couche de scènes créée ici convient. Vide : donner les caractéristiques.</translation>
        </message>
        <message>
            <source>The features of the scenes, made by Extract features or Cluster a raster. Empty: those that the layer has noted.</source>
            <translation>Les caractéristiques des scènes, créées par « Extraire les caractéristiques » ou « Regrouper un raster ». Vide : celles que la couche a notées.</translation>
        </message>
        <message>
            <source>Label model</source>
            <translation>Modèle d'étiquettes</translation>
        </message>
        <message>
            <source>A model that Classify scenes has saved, in place of labels: nothing is learned, and its classes are found in the features of another raster.</source>
            <translation>Un modèle enregistré par « Classifier les scènes », à la place d'étiquettes : rien n'est appris, et ses classes sont trouvées dans les caractéristiques d'un autre raster.</translation>
        </message>
        <message>
            <source>Logistic regression</source>
            <translation>Régression logistique</translation>
        </message>
        <message>
            <source>Linear discriminant</source>
            <translation>Discriminante linéaire</translation>
        </message>
        <message>
            <source>Prototypes</source>
            <translation>Prototypes</translation>
        </message>
        <message>
            <source>Logistic regression: regularized, and the best on labeled scenes. Linear discriminant: classes with one common shape, which takes two labels of each. Prototypes: the mean of a class's labeled scenes stands for it.</source>
            <translation>Régression logistique : régularisée, et la meilleure sur les scènes étiquetées. Discriminante linéaire : classes d'une forme commune, ce qui demande deux étiquettes de chacune. Prototypes : la moyenne des scènes étiquetées d'une classe la représente.</translation>
        </message>
        <message>
            <source>Inverse regularization</source>
            <translation>Régularisation inverse</translation>
        </message>
        <message>
            <source>Logistic regression: small values trust the labels less.</source>
            <translation>Régression logistique : de petites valeurs se fient moins aux étiquettes.</translation>
        </message>
        <message>
            <source>Diffusion</source>
            <translation>Diffusion</translation>
        </message>
        <message>
            <source>How much of a scene's features comes from the scenes that are most like it, before anything is learned: with few labels, the groups that all scenes form say more than these do. Left out by itself where labels that are kept aside are told apart better without. 0: features stay as they are.</source>
            <translation>Quelle part des caractéristiques d'une scène provient des scènes qui lui ressemblent le plus, avant tout apprentissage : avec peu d'étiquettes, les groupes que forment toutes les scènes en disent plus que celles-ci. Omis de lui-même lorsque des étiquettes mises de côté se distinguent mieux sans. 0 : les caractéristiques restent telles quelles.</translation>
        </message>
        <message>
            <source>Diffusion: the most similar scenes that a scene takes over from.</source>
            <translation>Diffusion : les scènes les plus semblables dont une scène reprend les caractéristiques.</translation>
        </message>
        <message>
            <source>Doubtful from</source>
            <translation>Douteux à partir de</translation>
        </message>
        <message>
            <source>A scene is ambiguous where its second class is so many times as likely as the first, or more.</source>
            <translation>Une scène est ambiguë si sa deuxième classe est au moins autant de fois aussi probable que la première.</translation>
        </message>
        <message>
            <source>A scene whose features are less similar than that to those of every labeled scene gets no class: it is none of these. From -1 to 1; the field similarity shows what it is. Empty: every scene gets a class.</source>
            <translation>Une scène dont les caractéristiques ressemblent moins que cela à celles de toute scène étiquetée ne reçoit pas de classe : elle n'est aucune d'elles. De -1 à 1 ; le champ similarity montre sa valeur. Vide : chaque scène reçoit une classe.</translation>
        </message>
        <message>
            <source>Folds</source>
            <translation>Plis</translation>
        </message>
        <message>
            <source>Parts of the labels, each made of whole blocks of the map, of which one at a time is kept aside to see how right and how sure the others are there.</source>
            <translation>Parties des étiquettes, chacune formée de blocs entiers de la carte, dont une à la fois est mise de côté pour voir à quel point les autres y sont justes et sûres.</translation>
        </message>
        <message>
            <source>Probabilities of all classes</source>
            <translation>Probabilités de toutes les classes</translation>
        </message>
        <message>
            <source>Adds fields member_1, member_2 and so on with the probability of each class.</source>
            <translation>Ajoute des champs member_1, member_2, etc. avec la probabilité de chaque classe.</translation>
        </message>
        <message>
            <source>Classified scenes</source>
            <translation>Scènes classifiées</translation>
        </message>
        <message>
            <source>The scenes with class_code, class_name, probability, second_class, second_probability, ambiguous, and similarity to the most similar labeled scene. label and not_label are what the scene was labeled, held_out the class that the other labels give it.</source>
            <translation>Les scènes avec class_code, class_name, probability, second_class, second_probability, ambiguous et similarity avec la scène étiquetée la plus semblable. label et not_label indiquent comment la scène a été étiquetée, held_out la classe que les autres étiquettes lui donnent.</translation>
        </message>
        <message>
            <source>Label model to save</source>
            <translation>Modèle d'étiquettes à enregistrer</translation>
        </message>
        <message>
            <source>Label models</source>
            <translation>Modèles d'étiquettes</translation>
        </message>
        <message>
            <source>The model, for the features of another raster.</source>
            <translation>Le modèle, pour les caractéristiques d'un autre raster.</translation>
        </message>
        <message>
            <source>Labeled scenes</source>
            <translation>Scènes étiquetées</translation>
        </message>
        <message>
            <source>Ambiguous scenes</source>
            <translation>Scènes ambiguës</translation>
        </message>
        <message>
            <source>Labeled scenes that were kept aside</source>
            <translation>Scènes étiquetées mises de côté</translation>
        </message>
        <message>
            <source>Accuracy, cross-validated</source>
            <translation>Précision, par validation croisée</translation>
        </message>
        <message>
            <source>Expected calibration error, cross-validated</source>
            <translation>Erreur de calibration attendue, par validation croisée</translation>
        </message>
        <message>
            <source>Pairs</source>
            <translation>Paires</translation>
        </message>
        <message>
            <source>A table of pairs of scenes by their numbers (scene_id), with what is known of each: 'must' share a cluster, or 'cannot'.</source>
            <translation>Une table de paires de scènes, désignées par leurs numéros (scene_id), avec ce que l'on sait de chacune : elles doivent partager un cluster ('must'), ou ne le peuvent pas ('cannot').</translation>
        </message>
        <message>
            <source>Field of the first scene</source>
            <translation>Champ de la première scène</translation>
        </message>
        <message>
            <source>Empty: the field scene_1.</source>
            <translation>Vide : le champ scene_1.</translation>
        </message>
        <message>
            <source>Field of the second scene</source>
            <translation>Champ de la deuxième scène</translation>
        </message>
        <message>
            <source>Empty: the field scene_2.</source>
            <translation>Vide : le champ scene_2.</translation>
        </message>
        <message>
            <source>Field of what is known</source>
            <translation>Champ de ce que l'on sait</translation>
        </message>
        <message>
            <source>Texts that begin with must or cannot, or the numbers 1 and -1. Empty: pair.</source>
            <translation>Textes qui commencent par must ou cannot, ou les nombres 1 et -1. Vide : pair.</translation>
        </message>
        <message>
            <source>Scenes that lie among others that they must be apart from</source>
            <translation>Scènes situées parmi d'autres dont elles doivent être séparées</translation>
        </message>
        <message>
            <source>Wanted accuracy</source>
            <translation>Précision voulue</translation>
        </message>
        <message>
            <source>The accuracy that the map is to have.</source>
            <translation>La précision que la carte doit avoir.</translation>
        </message>
        <message>
            <source>Repeats</source>
            <translation>Répétitions</translation>
        </message>
        <message>
            <source>How often labels are drawn for each point of the curve.</source>
            <translation>Combien de fois des étiquettes sont tirées pour chaque point de la courbe.</translation>
        </message>
        <message>
            <source>Points</source>
            <translation>Points</translation>
        </message>
        <message>
            <source>Numbers of labels that are tried.</source>
            <translation>Nombres d'étiquettes essayés.</translation>
        </message>
        <message>
            <source>Learning curve</source>
            <translation>Courbe d'apprentissage</translation>
        </message>
        <message>
            <source>A row for each number of labels, of all scenes (without a class) and of those of each class: accuracy, 95 % interval, and the fitted law.</source>
            <translation>Une ligne pour chaque nombre d'étiquettes, de toutes les scènes (sans classe) et de celles de chaque classe : précision, intervalle à 95 % et loi ajustée.</translation>
        </message>
        <message>
            <source>The curves, the classes and what they say.</source>
            <translation>Les courbes, les classes et ce qu'elles indiquent.</translation>
        </message>
        <message>
            <source>Accuracy with all labels</source>
            <translation>Précision avec toutes les étiquettes</translation>
        </message>
        <message>
            <source>Accuracy, lower end</source>
            <translation>Précision, borne inférieure</translation>
        </message>
        <message>
            <source>Accuracy, upper end</source>
            <translation>Précision, borne supérieure</translation>
        </message>
        <message>
            <source>Accuracy with endless labels</source>
            <translation>Précision avec une infinité d'étiquettes</translation>
        </message>
        <message>
            <source>What twice as many labels bring</source>
            <translation>Ce qu'apporte le double d'étiquettes</translation>
        </message>
        <message>
            <source>Labels for the wanted accuracy</source>
            <translation>Étiquettes pour la précision voulue</translation>
        </message>
        <message>
            <source>Scenes to label</source>
            <translation>Scènes à étiqueter</translation>
        </message>
        <message>
            <source>As many scenes are suggested, the most useful first.</source>
            <translation>Autant de scènes sont suggérées, les plus utiles en premier.</translation>
        </message>
        <message>
            <source>Most of a class</source>
            <translation>Maximum par classe</translation>
        </message>
        <message>
            <source>No more scenes are suggested that are taken for the same class, once there are labels of two. Empty: as many as are useful.</source>
            <translation>Pas plus de scènes prises pour la même classe ne sont suggérées, dès qu'il y a des étiquettes de deux classes. Vide : autant qu'il est utile.</translation>
        </message>
        <message>
            <source>Least distance (map units)</source>
            <translation>Distance minimale (unités de carte)</translation>
        </message>
        <message>
            <source>Suggested and labeled scenes are that far apart on the map at least, in the units of its reference system, so that the labels do not all lie in one corner.</source>
            <translation>Les scènes suggérées et étiquetées sont au moins aussi éloignées sur la carte, dans les unités de son système de référence, pour que les étiquettes ne soient pas toutes dans un même coin.</translation>
        </message>
        <message>
            <source>The scenes by rank, with reason, and class_code, class_name, not_class, labeled_by and labeled_at to be filled in.</source>
            <translation>Les scènes par rang, avec reason, ainsi que class_code, class_name, not_class, labeled_by et labeled_at à remplir.</translation>
        </message>
        <message>
            <source>Scenes suggested</source>
            <translation>Scènes suggérées</translation>
        </message>
        <message>
            <source>Bands that are looked at; on the command line as 4;1;2. Empty: all but alpha bands.</source>
            <translation>Bandes à examiner ; en ligne de commande sous la forme 4;1;2. Vide : toutes sauf les bandes alpha.</translation>
        </message>
        <message>
            <source>Training areas, in any coordinate reference system: the valid pixels whose centers they cover. Each class needs more pixels than there are bands. Where polygons overlap, the later one counts.</source>
            <translation>Zones d'entraînement, dans n'importe quel système de coordonnées de référence : les pixels valides dont elles couvrent le centre. Chaque classe a besoin de plus de pixels qu'il n'y a de bandes. Là où des polygones se chevauchent, le dernier compte.</translation>
        </message>
        <message>
            <source>Field with the classes, text or codes. Whole numbers from 1 to 255 become the values in the map; otherwise classes are numbered in the order of their names. Polygons without a class are left out.</source>
            <translation>Champ contenant les classes, texte ou codes. Les nombres entiers de 1 à 255 deviennent les valeurs de la carte ; sinon les classes sont numérotées dans l'ordre de leurs noms. Les polygones sans classe sont ignorés.</translation>
        </message>
        <message>
            <source>Signatures</source>
            <translation>Signatures</translation>
        </message>
        <message>
            <source>In place of polygons: signatures of Pixel clusters or of this algorithm.</source>
            <translation>À la place de polygones : des signatures de « Clusters de pixels » ou de cet algorithme.</translation>
        </message>
        <message>
            <source>Weigh classes by pixels</source>
            <translation>Pondérer les classes par les pixels</translation>
        </message>
        <message>
            <source>Larger classes are more likely, by the pixels of their signatures: for signatures of Pixel clusters. Otherwise all classes are equally likely.</source>
            <translation>Les plus grandes classes sont plus probables, d'après les pixels de leurs signatures : pour les signatures de « Clusters de pixels ». Sinon toutes les classes sont également probables.</translation>
        </message>
        <message>
            <source>Reject (%)</source>
            <translation>Rejet (%)</translation>
        </message>
        <message>
            <source>Pixels are rejected that lie as far from the mean of their class as only this percentage of the class's own pixels would (chi-square distribution of the Mahalanobis distance). 0: none are.</source>
            <translation>Sont rejetés les pixels aussi éloignés de la moyenne de leur classe que ne le serait que ce pourcentage des propres pixels de la classe (loi du khi-deux de la distance de Mahalanobis). 0 : aucun.</translation>
        </message>
        <message>
            <source>Rejected pixels become</source>
            <translation>Les pixels rejetés deviennent</translation>
        </message>
        <message>
            <source>no data</source>
            <translation>absence de données</translation>
        </message>
        <message>
            <source>class of its own</source>
            <translation>classe à part</translation>
        </message>
        <message>
            <source>No data, which is 0 in the map, or a class of its own, whose value is one more than the largest class.</source>
            <translation>Absence de données, qui est 0 sur la carte, ou une classe à part, dont la valeur est supérieure d'une unité à la plus grande classe.</translation>
        </message>
        <message>
            <source>GeoTIFF with the class of each pixel, 0 where there is no data, with colors and names; 8 bits up to class 255, else 16.</source>
            <translation>GeoTIFF avec la classe de chaque pixel, 0 en l'absence de données, avec couleurs et noms ; 8 bits jusqu'à la classe 255, sinon 16.</translation>
        </message>
        <message>
            <source>Probability</source>
            <translation>Probabilité</translation>
        </message>
        <message>
            <source>GeoTIFF with the posterior probability of the class in percent; 255 where there is no data and where pixels are rejected. Not made where it is not asked for.</source>
            <translation>GeoTIFF avec la probabilité a posteriori de la classe en pour cent ; 255 en l'absence de données et pour les pixels rejetés. Créé seulement sur demande.</translation>
        </message>
        <message>
            <source>Signatures used</source>
            <translation>Signatures utilisées</translation>
        </message>
        <message>
            <source>Pixels, mean and covariance of each class, for other rasters.</source>
            <translation>Pixels, moyenne et covariance de chaque classe, pour d'autres rasters.</translation>
        </message>
        <message>
            <source>Number of valid pixels</source>
            <translation>Nombre de pixels valides</translation>
        </message>
        <message>
            <source>Number of rejected pixels</source>
            <translation>Nombre de pixels rejetés</translation>
        </message>
        <message>
            <source>fuzzy k-means</source>
            <translation>k-means flou</translation>
        </message>
        <message>
            <source>migrating means</source>
            <translation>moyennes migrantes</translation>
        </message>
        <message>
            <source>ISODATA splits wide clusters and merges near ones, and comes to its own number; k-means makes as many as asked for; fuzzy k-means weighs each pixel by its membership in all clusters; migrating means starts along the diagonal of the bands and goes through all pixels until few of them change.</source>
            <translation>ISODATA scinde les clusters larges, fusionne les proches et aboutit à son propre nombre ; k-means en fait autant que demandé ; k-means flou pondère chaque pixel par son appartenance à tous les clusters ; moyennes migrantes part de la diagonale des bandes et parcourt tous les pixels jusqu'à ce que peu d'entre eux changent.</translation>
        </message>
        <message>
            <source>Number of classes. ISODATA takes it as the desired number and makes between half and twice as many.</source>
            <translation>Nombre de classes. ISODATA le prend comme nombre souhaité et en fait entre la moitié et le double.</translation>
        </message>
        <message>
            <source>Standardize the bands</source>
            <translation>Standardiser les bandes</translation>
        </message>
        <message>
            <source>Divide each band by its standard deviation, so that all bands count alike. Otherwise a band of large numbers counts most.</source>
            <translation>Diviser chaque bande par son écart type, pour que toutes les bandes comptent autant. Sinon une bande de grands nombres compte le plus.</translation>
        </message>
        <message>
            <source>Sample (pixels)</source>
            <translation>Échantillon (pixels)</translation>
        </message>
        <message>
            <source>Valid pixels, drawn at random over the whole raster, that the clusters are found on. Migrating means uses all pixels, and the sample only to start.</source>
            <translation>Pixels valides, tirés au hasard sur tout le raster, sur lesquels les clusters sont trouvés. La méthode « moyennes migrantes » utilise tous les pixels, et l'échantillon seulement au départ.</translation>
        </message>
        <message>
            <source>Of ISODATA, fuzzy k-means and migrating means, which reads the whole raster in each. They end before when nothing changes any more.</source>
            <translation>Pour ISODATA, k-means flou et « moyennes migrantes », qui lit tout le raster à chacune. Ils s'arrêtent plus tôt si plus rien ne change.</translation>
        </message>
        <message>
            <source>Smallest cluster (% of pixels)</source>
            <translation>Plus petit cluster (% des pixels)</translation>
        </message>
        <message>
            <source>ISODATA: a cluster with less than this percentage of the pixels is given up.</source>
            <translation>ISODATA : un cluster ayant moins de ce pourcentage des pixels est abandonné.</translation>
        </message>
        <message>
            <source>Largest deviation</source>
            <translation>Plus grand écart</translation>
        </message>
        <message>
            <source>ISODATA: a cluster is split when its standard deviation along a band is larger. In standard deviations of the band where the bands are standardized, else in units of the raster. Empty: half more than as many clusters of migrating means have.</source>
            <translation>ISODATA : un cluster est scindé si son écart type le long d'une bande est plus grand. En écarts types de la bande si les bandes sont standardisées, sinon en unités du raster. Vide : une fois et demie celui d'autant de clusters de « moyennes migrantes ».</translation>
        </message>
        <message>
            <source>Smallest distance</source>
            <translation>Plus petite distance</translation>
        </message>
        <message>
            <source>ISODATA: clusters whose means are nearer are merged, in the same units. Empty: half the distance that neighbors among as many clusters of migrating means have.</source>
            <translation>ISODATA : les clusters dont les moyennes sont plus proches sont fusionnés, dans les mêmes unités. Vide : la moitié de la distance entre voisins parmi autant de clusters de « moyennes migrantes ».</translation>
        </message>
        <message>
            <source>Pairs merged</source>
            <translation>Paires fusionnées</translation>
        </message>
        <message>
            <source>Share that changes (%)</source>
            <translation>Part qui change (%)</translation>
        </message>
        <message>
            <source>Migrating means: it ends when not more than this percentage of the pixels changes its class in an iteration.</source>
            <translation>moyennes migrantes : s'arrête si pas plus de ce pourcentage des pixels change de classe en une itération.</translation>
        </message>
        <message>
            <source>Fuzzy k-means: exponent of the memberships. Near 1 it is as k-means; large values let clusters flow together.</source>
            <translation>k-means flou : exposant des appartenances. Proche de 1, c'est comme k-means ; de grandes valeurs font se confondre les clusters.</translation>
        </message>
        <message>
            <source>Pixels, mean and covariance of each class, with the bands and how the classes were made.</source>
            <translation>Pixels, moyenne et covariance de chaque classe, avec les bandes et la façon dont les classes ont été créées.</translation>
        </message>
        <message>
            <source>GeoTIFF with a band for each class: its fuzzy membership in percent, 255 where there is no data. Possible for each method. Not made where it is not asked for.</source>
            <translation>GeoTIFF avec une bande pour chaque classe : son appartenance floue en pour cent, 255 en l'absence de données. Possible pour chaque méthode. Créé seulement sur demande.</translation>
        </message>
        <message>
            <source>Scenes with a smaller share of valid pixels are left out; 0 keeps all. Nodata, NaN, alpha and mask bands, and what is outside the raster, are not valid.</source>
            <translation>Les scènes dont la part de pixels valides est plus faible sont ignorées ; 0 les garde toutes. L'absence de données, NaN, les bandes alpha et de masque, et ce qui est hors du raster ne sont pas valides.</translation>
        </message>
        <message>
            <source>Scenes</source>
            <translation>Scènes</translation>
        </message>
        <message>
            <source>Polygons with scene_id, row, col and valid_fraction.</source>
            <translation>Polygones avec scene_id, row, col et valid_fraction.</translation>
        </message>
        <message>
            <source>Scenes left out</source>
            <translation>Scènes ignorées</translation>
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
            <translation>SLIC crée des segments compacts d'à peu près la même taille ; Felzenszwalb de grands segments là où l'image est uniforme et de petits là où elle ne l'est pas.</translation>
        </message>
        <message>
            <source>Pixels of a segment (SLIC)</source>
            <translation>Pixels d'un segment (SLIC)</translation>
        </message>
        <message>
            <source>SLIC: about as many pixels make a segment. For features of scenes, a few thousand.</source>
            <translation>SLIC : à peu près autant de pixels forment un segment. Pour les caractéristiques de scènes, quelques milliers.</translation>
        </message>
        <message>
            <source>Compactness</source>
            <translation>Compacité</translation>
        </message>
        <message>
            <source>SLIC: how much nearness counts against likeness, with bands scaled to 0..1. Large values give squares, small ones ragged outlines.</source>
            <translation>SLIC : combien la proximité compte par rapport à la ressemblance, avec des bandes ramenées à 0..1. De grandes valeurs donnent des carrés, de petites des contours irréguliers.</translation>
        </message>
        <message>
            <source>Scale (Felzenszwalb)</source>
            <translation>Échelle (Felzenszwalb)</translation>
        </message>
        <message>
            <source>Felzenszwalb: large values give large segments.</source>
            <translation>Felzenszwalb : de grandes valeurs donnent de grands segments.</translation>
        </message>
        <message>
            <source>Smoothing</source>
            <translation>Lissage</translation>
        </message>
        <message>
            <source>Standard deviation, in pixels, of the Gaussian that smooths the image first; 0: none.</source>
            <translation>Écart type, en pixels, de la gaussienne qui lisse d'abord l'image ; 0 : aucune.</translation>
        </message>
        <message>
            <source>Smallest segment (pixels)</source>
            <translation>Plus petit segment (pixels)</translation>
        </message>
        <message>
            <source>Segments of fewer pixels are joined to the neighbor that is most like them. Only what has no neighbor, such as an island in nodata, stays smaller. Empty: a quarter of the pixels of a segment for SLIC, 50 for Felzenszwalb.</source>
            <translation>Les segments de moins de pixels sont joints au voisin qui leur ressemble le plus. Seul ce qui n'a pas de voisin, comme une île dans l'absence de données, reste plus petit. Vide : un quart des pixels d'un segment pour SLIC, 50 pour Felzenszwalb.</translation>
        </message>
        <message>
            <source>Segments</source>
            <translation>Segments</translation>
        </message>
        <message>
            <source>Polygons with scene_id, pixels, valid_fraction (of the window around the polygon, which is what Extract features looks at) and area in square meters on the ellipsoid (in the plane of a system that has none).</source>
            <translation>Polygones avec scene_id, pixels, valid_fraction (de la fenêtre autour du polygone, qui est ce qu'examine « Extraire les caractéristiques ») et area en mètres carrés sur l'ellipsoïde (dans le plan pour un système qui n'en a pas).</translation>
        </message>
        <message>
            <source>Number of segments</source>
            <translation>Nombre de segments</translation>
        </message>
        <message>
            <source>Polygons in any coordinate reference system; only cells with area inside them count.</source>
            <translation>Polygones dans n'importe quel système de coordonnées de référence ; seules les cellules dont une partie de la surface est à l'intérieur comptent.</translation>
        </message>
        <message>
            <source>Scales</source>
            <translation>Échelles</translation>
        </message>
        <message>
            <source>Without geometry, a row for each size: size and context in pixels, and size_map and context_map in units of the raster's coordinate reference system; cells; seconds that their features take on this computer; between, apart, stability and score, which the report explains; proposed (yes or no).</source>
            <translation>Sans géométrie, une ligne pour chaque taille : size et context en pixels, et size_map et context_map en unités du système de coordonnées de référence du raster ; cells ; seconds que prennent leurs caractéristiques sur cet ordinateur ; between, apart, stability et score, que le rapport explique ; proposed (yes ou no).</translation>
        </message>
        <message>
            <source>The table, and the same place at each size, in one file.</source>
            <translation>La table, et le même endroit à chaque taille, dans un seul fichier.</translation>
        </message>
        <message>
            <source>Proposed size in pixels</source>
            <translation>Taille proposée en pixels</translation>
        </message>
        <message>
            <source>Proposed context in pixels</source>
            <translation>Contexte proposé en pixels</translation>
        </message>
        <message>
            <source>Number of cells at that size</source>
            <translation>Nombre de cellules à cette taille</translation>
        </message>
        <message>
            <source>Show only</source>
            <translation>Afficher seulement</translation>
        </message>
        <message>
            <source>Say what there is, and remove nothing.</source>
            <translation>Indiquer ce qu'il y a, et ne rien supprimer.</translation>
        </message>
        <message>
            <source>Remove what stopped runs have left</source>
            <translation>Supprimer les restes d'exécutions arrêtées</translation>
        </message>
        <message>
            <source>Features, projections and clusters that were finished when a run was stopped.</source>
            <translation>Caractéristiques, projections et clusters terminés lorsqu'une exécution a été interrompue.</translation>
        </message>
        <message>
            <source>Remove what stopped training has left</source>
            <translation>Supprimer les restes d'entraînements arrêtés</translation>
        </message>
        <message>
            <source>Images and states of Fine-tune a model and of Refine a model.</source>
            <translation>Images et états de « Ajuster finement le modèle » et de « Affiner le modèle ».</translation>
        </message>
        <message>
            <source>Remove compiled code and measured speeds</source>
            <translation>Supprimer code compilé et vitesses mesurées</translation>
        </message>
        <message>
            <source>They are made again by the next run, which takes it up to a minute.</source>
            <translation>Ils sont recréés par l'exécution suivante, à laquelle il faut jusqu'à une minute.</translation>
        </message>
        <message>
            <source>Remove downloaded weights</source>
            <translation>Supprimer les poids téléchargés</translation>
        </message>
        <message>
            <source>Official DINOv2 models, in the cache of the model hub, which other programs may use, too. The next run with one of them downloads it again.</source>
            <translation>Modèles DINOv2 officiels, dans le cache du hub de modèles, que d'autres programmes peuvent aussi utiliser. La prochaine exécution avec l'un d'eux le télécharge à nouveau.</translation>
        </message>
        <message>
            <source>Older than (days)</source>
            <translation>Plus anciens que (jours)</translation>
        </message>
        <message>
            <source>Only what was not used for so many days is removed; 0: everything.</source>
            <translation>Seul ce qui n'a pas été utilisé pendant autant de jours est supprimé ; 0 : tout.</translation>
        </message>
        <message>
            <source>Places that were emptied</source>
            <translation>Emplacements vidés</translation>
        </message>
        <message>
            <source>Bytes that were freed</source>
            <translation>Octets libérés</translation>
        </message>
        <message>
            <source>Places that a running process needs</source>
            <translation>Emplacements dont un processus en cours a besoin</translation>
        </message>
        <message>
            <source>Features, projections and clusters of stopped runs: bytes now</source>
            <translation>Caractéristiques, projections et clusters d'exécutions interrompues : octets actuels</translation>
        </message>
        <message>
            <source>Training that was stopped: bytes now</source>
            <translation>Entraînements interrompus : octets actuels</translation>
        </message>
        <message>
            <source>Compiled code, measured speeds and scales: bytes now</source>
            <translation>Code compilé, vitesses mesurées et échelles : octets actuels</translation>
        </message>
        <message>
            <source>Downloaded weights of models: bytes now</source>
            <translation>Poids de modèles téléchargés : octets actuels</translation>
        </message>
        <message>
            <source>Check only</source>
            <translation>Vérifier seulement</translation>
        </message>
        <message>
            <source>Install nothing, and report: what there is, what would be downloaded, whether the network answers, and how the last set-up ended. There are no passwords in the report.</source>
            <translation>Ne rien installer et rendre compte : ce qui est présent, ce qui serait téléchargé, si le réseau répond, et comment s'est terminée la dernière installation. Le rapport ne contient aucun mot de passe.</translation>
        </message>
        <message>
            <source>PyTorch</source>
            <translation>PyTorch</translation>
        </message>
        <message>
            <source>as this computer needs it</source>
            <translation>selon les besoins de cet ordinateur</translation>
        </message>
        <message>
            <source>without CUDA</source>
            <translation>sans CUDA</translation>
        </message>
        <message>
            <source>with CUDA</source>
            <translation>avec CUDA</translation>
        </message>
        <message>
            <source>Only Linux has a choice. CUDA is for computers with an NVIDIA GPU, and adds 2.6 GB to the download; it is never taken instead of what cannot be had.</source>
            <translation>Seul Linux offre un choix. CUDA est destiné aux ordinateurs équipés d'un GPU NVIDIA, et ajoute 2,6 Go au téléchargement ; il n'est jamais pris à la place de ce qui ne peut pas être obtenu.</translation>
        </message>
        <message>
            <source>Folder of wheels (offline)</source>
            <translation>Dossier de wheels (hors ligne)</translation>
        </message>
        <message>
            <source>A folder with the wheels of all packages, for computers without a network: pip download fills it on another one of the same kind. Empty: from the network.</source>
            <translation>Un dossier contenant les wheels de tous les paquets, pour les ordinateurs sans réseau : pip download le remplit sur un autre ordinateur du même type. Vide : depuis le réseau.</translation>
        </message>
        <message>
            <source>Python to build with</source>
            <translation>Python pour la construction</translation>
        </message>
        <message>
            <source>A Python 3.11 or later from which the environment is made. Empty: QGIS's own.</source>
            <translation>Un Python 3.11 ou plus récent à partir duquel l'environnement est créé. Vide : celui de QGIS.</translation>
        </message>
        <message>
            <source>Python of the worker</source>
            <translation>Python du worker</translation>
        </message>
        <message>
            <source>Apply clusters</source>
            <translation>Appliquer des clusters</translation>
        </message>
        <message>
            <source>Finds the clusters of a saved cluster model on a new raster, or in features that are already extracted. Model, scaling, projection and clusters are those of the first run, nothing is fitted again, so cluster 3 means the same on both maps. Where the clusters do not fit the new raster, the log says so: many of its scenes are then unlike all that the clusters were fitted on, or have a lower probability.</source>
            <translation>Retrouve les clusters d'un modèle de clusters enregistré sur un nouveau raster, ou dans des caractéristiques déjà extraites. Modèle, mise à l'échelle, projection et clusters sont ceux de la première exécution, rien n'est ajusté à nouveau, de sorte que le cluster 3 a le même sens sur les deux cartes. Si les clusters ne conviennent pas au nouveau raster, le journal le signale : beaucoup de ses scènes sont alors différentes de toutes celles sur lesquelles les clusters ont été ajustés, ou ont une probabilité plus faible.</translation>
        </message>
        <message>
            <source>Assess accuracy</source>
            <translation>Évaluer la précision</translation>
        </message>
        <message>
            <source>Compares a map with reference labels: confusion matrix, overall, user's and producer's accuracy, F1, kappa, and accuracies and areas of the classes as they are estimated from the reference, with 95 % confidence intervals (Olofsson et al. 2014; the mapped classes are the strata). Reference labels are codes or names of the map's classes. The reference is a layer of points or polygons, a class raster, or a field of the map itself that was filled in. Each scene counts once: with several labels it takes the most frequent one, and with a tie it is left out. Clusters that have no classes yet are taken as the class that most of their labeled scenes have, and the log says how right they are where labels in other blocks of the map name them. Labels that Classify scenes has made a map of do not count; where there are no others, it is cross-validated by blocks, and said. ACC, NMI, AMI, ARI and purity do not depend on what clusters are called; for ACC, each is one class at most.</source>
            <translation>Compare une carte à des étiquettes de référence : matrice de confusion, précision globale, pour l'utilisateur et pour le producteur, F1, kappa, ainsi que les précisions et surfaces des classes estimées d'après la référence, avec des intervalles de confiance à 95 % (Olofsson et al. 2014 ; les classes cartographiées sont les strates). Les étiquettes de référence sont des codes ou des noms des classes de la carte. La référence est une couche de points ou de polygones, un raster de classes, ou un champ de la carte elle-même qui a été rempli. Chaque scène compte une fois : avec plusieurs étiquettes, elle prend la plus fréquente, et en cas d'égalité elle est ignorée. Les clusters qui n'ont pas encore de classes sont pris pour la classe qu'ont la plupart de leurs scènes étiquetées, et le journal indique à quel point ils sont justes si des étiquettes d'autres blocs de la carte les nomment. Les étiquettes dont « Classifier les scènes » a fait une carte ne comptent pas ; s'il n'y en a pas d'autres, une validation croisée par blocs est faite, et signalée. ACC, NMI, AMI, ARI et la pureté ne dépendent pas du nom des clusters ; pour ACC, chacun est une classe au plus.</translation>
        </message>
        <message>
            <source>Assign classes</source>
            <translation>Attribuer des classes</translation>
        </message>
        <message>
            <source>Gives clusters their classes: the fields class_code, class_name and class_source of their scenes, in the colors of a schema. Several clusters may be of one class. Clusters are the current ones, after merges and splits. Those that are not named stay as they are, and what has no class keeps the color of its cluster. The form of a scene shows the names of the classes, so that single scenes can be corrected by hand.</source>
            <translation>Donne aux clusters leurs classes : les champs class_code, class_name et class_source de leurs scènes, dans les couleurs d'une nomenclature. Plusieurs clusters peuvent être d'une même classe. Les clusters sont les clusters actuels, après fusions et scissions. Ceux qui ne sont pas nommés restent tels quels, et ce qui n'a pas de classe garde la couleur de son cluster. Le formulaire d'une scène montre les noms des classes, de sorte que des scènes isolées peuvent être corrigées à la main.</translation>
        </message>
        <message>
            <source>Classify scenes</source>
            <translation>Classifier les scènes</translation>
        </message>
        <message>
            <source>Gives every scene a class by labels of a few: five of a class are often enough. Scenes first take over features from those most like them, unless labels that are kept aside are told apart better without, then a linear classifier learns the labels. The layer has the class of each scene with its probability, the second class, and ambiguous where the two are close. Probabilities are calibrated on labels that are kept aside, in whole blocks of the map, and the log says how many of these are right. How often a class is on the map, which as many labels of each do not say, is estimated from all scenes. All tools for classes take the layer; its clusters are the classes by their numbers. A saved model classifies the features of another raster.</source>
            <translation>Donne une classe à chaque scène à partir des étiquettes de quelques-unes : cinq par classe suffisent souvent. Les scènes reprennent d'abord des caractéristiques de celles qui leur ressemblent le plus, sauf si des étiquettes mises de côté se distinguent mieux sans cela, puis un classifieur linéaire apprend les étiquettes. La couche contient la classe de chaque scène avec sa probabilité, la deuxième classe, et ambiguous si les deux sont proches. Les probabilités sont calibrées sur des étiquettes mises de côté, par blocs entiers de la carte, et le journal indique combien d'entre elles sont justes. La fréquence d'une classe sur la carte, que des étiquettes en nombre égal ne disent pas, est estimée d'après toutes les scènes. Tous les outils pour les classes acceptent la couche ; ses clusters sont les classes d'après leurs numéros. Un modèle enregistré classifie les caractéristiques d'un autre raster.</translation>
        </message>
        <message>
            <source>Writes the classes of a map as a raster, pixel for pixel on the grid of the raster that the scenes were made of, with a color table and an attribute table (value, class, pixels and color). Where scenes overlap, the one of the highest probability counts. Values are the codes of the classes where all of them are whole numbers, else they count through the schema, so that they mean the same on all maps of it.</source>
            <translation>Écrit les classes d'une carte sous forme de raster, pixel par pixel sur la grille du raster à partir duquel les scènes ont été créées, avec une table de couleurs et une table d'attributs (valeur, classe, pixels et couleur). Là où des scènes se chevauchent, celle de plus forte probabilité compte. Les valeurs sont les codes des classes s'ils sont tous des nombres entiers, sinon elles suivent l'ordre de la nomenclature, de sorte qu'elles ont le même sens sur toutes ses cartes.</translation>
        </message>
        <message>
            <source>Set up</source>
            <translation>Configuration</translation>
        </message>
        <message>
            <source>Clear the cache</source>
            <translation>Vider le cache</translation>
        </message>
        <message>
            <source>Shows what the caches hold, how much and how old it is, and empties them. A run that was stopped leaves what it had finished, so that it can go on there; once that is removed, it begins anew. What a running process needs is never touched, nor are results, or the Python environment of the worker. What stopped runs leave goes by itself when the run has been finished, after 30 days, and, the oldest first, where it is more than the limit in Settings &gt; Options &gt; RS DeepCluster (20 GB if nobody has changed it).</source>
            <translation>Montre ce que contiennent les caches, en quelle quantité et depuis quand, et les vide. Une exécution interrompue laisse ce qu'elle avait terminé, pour pouvoir reprendre à cet endroit ; une fois cela supprimé, elle recommence à zéro. Ce dont un processus en cours a besoin n'est jamais touché, ni les résultats, ni l'environnement Python du worker. Ce que laissent les exécutions interrompues disparaît de soi-même lorsque l'exécution a été achevée, au bout de 30 jours et, le plus ancien en premier, lorsque cela dépasse la limite définie dans Préférences &gt; Options &gt; RS DeepCluster (20 Go si personne ne l'a modifiée).</translation>
        </message>
        <message>
            <source>Cluster features</source>
            <translation>Regrouper les caractéristiques en clusters</translation>
        </message>
        <message>
            <source>Finds clusters in an embedding made by Project features and writes the scenes as a styled layer: cluster (from 1, by falling size), probability, second_cluster and second_probability, ambiguous (the second is more than half as likely as the first), exemplar_rank, umap_x and umap_y.</source>
            <translation>Trouve des clusters dans un plongement créé par « Projeter les caractéristiques » et écrit les scènes sous forme de couche stylée : cluster (à partir de 1, par taille décroissante), probability, second_cluster et second_probability, ambiguous (le deuxième est plus de moitié aussi probable que le premier), exemplar_rank, umap_x et umap_y.</translation>
        </message>
        <message>
            <source>Cluster report</source>
            <translation>Rapport sur les clusters</translation>
        </message>
        <message>
            <source>Writes one HTML file about a cluster layer, to look at in any browser, to print and to hand on: map, legend and sizes, the most typical scenes of every cluster as pictures, the embedding to move around in, the levels that hold side by side, the merge tree, the most ambiguous scenes, the settings of the run with the command that repeats it, and the history of edits. Nothing is fetched from elsewhere. Edited clusters and classes are shown where the layer has any, and names that Suggest names has suggested, with their score.</source>
            <translation>Écrit un fichier HTML sur une couche de clusters, à consulter dans n'importe quel navigateur, à imprimer et à transmettre : carte, légende et tailles, les scènes les plus typiques de chaque cluster en images, le plongement dans lequel se déplacer, les niveaux stables côte à côte, l'arbre de fusion, les scènes les plus ambiguës, les paramètres de l'exécution avec la commande qui la répète, et l'historique des modifications. Rien n'est récupéré ailleurs. Les clusters modifiés et les classes sont montrés si la couche en a. Les noms que « Suggérer des noms » a suggérés y figurent avec leur score.</translation>
        </message>
        <message>
            <source>Start here: cluster a raster</source>
            <translation>Commencer ici : regrouper un raster</translation>
        </message>
        <message>
            <source>Makes a map of clusters of a raster without any labels: cuts it into scenes, turns each into features with a DINOv2 vision transformer, projects them with UMAP, and clusters them with a Dirichlet-process Gaussian mixture that infers the number of clusters. The result is a styled grid with cluster (from 1, by falling size), probability, second_cluster and second_probability, ambiguous (the second is more than half as likely as the first), exemplar_rank, umap_x and umap_y. A run that was stopped goes on where it was when it is started again with the same inputs.</source>
            <translation>Crée une carte des clusters d'un raster sans aucune étiquette : le découpe en scènes, transforme chacune en caractéristiques avec un vision transformer DINOv2, les projette avec UMAP et les regroupe avec un mélange gaussien à processus de Dirichlet qui déduit le nombre de clusters. Le résultat est une grille stylée avec cluster (à partir de 1, par taille décroissante), probability, second_cluster et second_probability, ambiguous (le deuxième est plus de moitié aussi probable que le premier), exemplar_rank, umap_x et umap_y. Une exécution interrompue reprend où elle en était lorsqu'elle est relancée avec les mêmes entrées.</translation>
        </message>
        <message>
            <source>Writes a row for each current cluster: how many scenes, what share and what area it has, how sure its scenes are, the cluster that is most like it, its exemplars, and what the bands of the raster are below it. Fill in class_code or class_name, in QGIS or in a spreadsheet, and give the table to Assign classes.</source>
            <translation>Écrit une ligne pour chaque cluster actuel : combien de scènes, quelle part et quelle surface il a, à quel point ses scènes sont sûres, le cluster qui lui ressemble le plus, ses scènes représentatives, et ce que sont les bandes du raster sous lui. Remplir class_code ou class_name, dans QGIS ou dans un tableur, et donner la table à « Attribuer des classes ».</translation>
        </message>
        <message>
            <source>Cluster together</source>
            <translation>Regrouper ensemble</translation>
        </message>
        <message>
            <source>Fits one set of clusters on the features of two or more rasters, such as two dates of one place, so that cluster 3 means the same on all of them and fits all of them. Apply clusters finds the clusters of the first one on others, and says where they don't fit. The layer has all scenes, with source (the raster's name) and source_scene (the scene's number in its own file). Of another date of the same place, what all features have moved by is taken back first. Extract the layer by source to compare the dates with Compare maps.</source>
            <translation>Ajuste un seul ensemble de clusters sur les caractéristiques de deux rasters ou plus, comme deux dates d'un même lieu, pour que le cluster 3 ait le même sens sur tous et convienne à tous. « Appliquer des clusters » retrouve les clusters du premier sur d'autres, et indique où ils ne conviennent pas. La couche contient toutes les scènes, avec source (le nom du raster) et source_scene (le numéro de la scène dans son propre fichier). Pour une autre date du même lieu, le décalage commun à toutes les caractéristiques est d'abord retiré. Extraire la couche par source pour comparer les dates avec « Comparer des cartes ».</translation>
        </message>
        <message>
            <source>Compare features</source>
            <translation>Comparer des caractéristiques</translation>
        </message>
        <message>
            <source>Finds the scenes that have changed between two dates, by features of the same grid made in the same way. Features differ on two dates everywhere, for light, season and sensor. So each scene is compared with what became of the scenes that looked like it: the score is how far it is from the middle of these on the other date, in their own spread, both ways. Scenes that have changed themselves count for nothing in that, which is found in a few rounds. The threshold is where a mixture of two groups parts, and where the scores are not of two groups, the log says so and no scene is marked. With two cluster layers of these scenes, changes are named by their classes.</source>
            <translation>Trouve les scènes qui ont changé entre deux dates, d'après les caractéristiques d'une même grille, produites de la même façon. À deux dates, les caractéristiques diffèrent partout, à cause de la lumière, de la saison et du capteur. Chaque scène est donc comparée à ce que sont devenues les scènes qui lui ressemblaient : le score indique à quelle distance elle est du milieu de celles-ci à l'autre date, par rapport à leur propre dispersion, dans les deux sens. Les scènes qui ont elles-mêmes changé ne comptent pas ; elles sont trouvées en quelques passes. Le seuil est là où se sépare un mélange de deux groupes ; si les scores ne forment pas deux groupes, le journal le signale et aucune scène n'est marquée. Avec deux couches de clusters de ces scènes, les changements sont nommés d'après leurs classes.</translation>
        </message>
        <message>
            <source>Compare maps</source>
            <translation>Comparer des cartes</translation>
        </message>
        <message>
            <source>Compares two maps of classes or clusters, of two dates or made with two settings: a map of change, the change matrix in scenes and hectares, and how far the maps agree. Scenes of one grid are compared one by one; otherwise each scene of the second map is compared with that of the first in which its center lies. Clusters of two maps that were made separately have numbers of their own: they are matched one to one so that most scenes agree, and a scene has changed where its clusters are not such a pair.</source>
            <translation>Compare deux cartes de classes ou de clusters, de deux dates ou créées avec deux jeux de paramètres : une carte des changements, la matrice de changement en scènes et en hectares, et à quel point les cartes concordent. Les scènes d'une même grille sont comparées une à une ; sinon chaque scène de la deuxième carte est comparée à celle de la première dans laquelle se trouve son centre. Les clusters de deux cartes créées séparément ont leurs propres numéros : ils sont mis en correspondance un à un de sorte que le plus de scènes concordent, et une scène a changé si ses clusters ne forment pas une telle paire.</translation>
        </message>
        <message>
            <source>Constrain clusters</source>
            <translation>Contraindre les clusters</translation>
        </message>
        <message>
            <source>Finds clusters that keep to labels and to pairs of scenes. Scenes that are labeled differently never share a cluster, nor does a scene that is not of a class with scenes of it; one class may have several clusters. Scenes of a pair share a cluster, or never do. All else is as in Cluster a raster: the number of clusters is inferred, as many as without constraints or as these need, and the layer has the same fields. The mixture of a cluster layer is taken over with its projection, where it is a Dirichlet process; of features alone it is fitted. Clusters with labels in them get the class as a suggestion of their name (hint_code, hint_name).</source>
            <translation>Trouve des clusters qui respectent des étiquettes et des paires de scènes. Les scènes étiquetées différemment ne partagent jamais un cluster, pas plus qu'une scène qui n'est pas d'une classe avec des scènes de cette classe ; une même classe peut avoir plusieurs clusters. Les scènes d'une paire partagent un cluster, ou ne le partagent jamais. Pour le reste, tout est comme dans « Regrouper un raster » : le nombre de clusters est déduit, le même que sans contraintes ou celui qu'elles exigent, et la couche a les mêmes champs. Le mélange d'une couche de clusters est repris avec sa projection, s'il s'agit d'un processus de Dirichlet ; à partir de caractéristiques seules, il est ajusté. Les clusters qui contiennent des étiquettes reçoivent leur classe comme suggestion de nom (hint_code, hint_name).</translation>
        </message>
        <message>
            <source>Dissolve classes</source>
            <translation>Dissoudre les classes</translation>
        </message>
        <message>
            <source>Merges the scenes of each class to polygons, with their area, in the colors of the classes. Where scenes of different classes overlap, the one of the highest probability keeps the place, so that the polygons do not overlap. They end where the raster ends.</source>
            <translation>Réunit les scènes de chaque classe en polygones, avec leur surface, dans les couleurs des classes. Là où des scènes de classes différentes se chevauchent, celle de plus forte probabilité garde la place, de sorte que les polygones ne se chevauchent pas. Ils s'arrêtent où s'arrête le raster.</translation>
        </message>
        <message>
            <source>Evaluate features</source>
            <translation>Évaluer les caractéristiques</translation>
        </message>
        <message>
            <source>Measures how well a model's features tell the classes of a labeled folder of images apart, to find the model that suits the imagery before clustering. k-NN: each scene takes the class of its 20 nearest neighbors. Linear probe: logistic regression; both in 5 folds. Few-shot: 1, 5 or 20 scenes of each class are known, and the others take the class they are nearest to. Features are centered and L2-normalized first, each image is seen in one orientation, and the model is not trained. The report shows which classes are confused, with pictures. On request each block of the model is measured by itself.</source>
            <translation>Mesure à quel point les caractéristiques d'un modèle distinguent les classes d'un dossier d'images étiquetées, pour trouver avant le regroupement le modèle qui convient à l'imagerie. k-NN : chaque scène prend la classe de ses 20 plus proches voisines. Sonde linéaire : régression logistique ; les deux en 5 plis. Few-shot : 1, 5 ou 20 scènes de chaque classe sont connues, et les autres prennent la classe dont elles sont le plus proches. Les caractéristiques sont d'abord centrées et normalisées L2, chaque image est vue dans une seule orientation, et le modèle n'est pas entraîné. Le rapport montre, avec des images, quelles classes sont confondues. Sur demande, chaque bloc du modèle est mesuré seul.</translation>
        </message>
        <message>
            <source>Extract features</source>
            <translation>Extraire les caractéristiques</translation>
        </message>
        <message>
            <source>Turns each scene of a raster into a feature vector with a DINOv2 vision transformer and writes them to a GeoParquet file with the scenes' footprints. A run that was stopped goes on where it was when it is started again with the same inputs.</source>
            <translation>Transforme chaque scène d'un raster en vecteur de caractéristiques avec un vision transformer DINOv2 et les écrit dans un fichier GeoParquet avec les empreintes des scènes. Une exécution interrompue reprend où elle en était lorsqu'elle est relancée avec les mêmes entrées.</translation>
        </message>
        <message>
            <source>Find similar scenes</source>
            <translation>Trouver des scènes semblables</translation>
        </message>
        <message>
            <source>Finds the scenes that are most like examples: selected scenes of a cluster layer, scenes that an expression chooses, or scenes by their ids. Similarity is the cosine between features, centered and normalized as for clustering, from 1 (alike) over 0 (no more alike than any two) to -1. The search is exact and reads the features block by block, so that the file may be of any size. The examples themselves are left out, and so is what is more like a counterexample than like them.</source>
            <translation>Trouve les scènes qui ressemblent le plus à des exemples : scènes sélectionnées d'une couche de clusters, scènes choisies par une expression, ou scènes d'après leurs identifiants. La similarité est le cosinus entre les caractéristiques, centrées et normalisées comme pour le regroupement, de 1 (semblables) à -1 en passant par 0 (pas plus semblables que deux scènes quelconques). La recherche est exacte et lit les caractéristiques bloc par bloc, de sorte que le fichier peut être de n'importe quelle taille. Les exemples eux-mêmes sont exclus, de même que ce qui ressemble davantage à un contre-exemple qu'à eux.</translation>
        </message>
        <message>
            <source>Fine-tune model</source>
            <translation>Ajuster finement le modèle</translation>
        </message>
        <message>
            <source>Teaches a model to tell the classes of labeled scenes apart, so that its features suit such imagery. The scenes come from a folder that holds one folder of images for each class, from a raster with labeled polygons, or from both. The classes need not be those that are looked for later: the model's features transfer to others. The new model is given to the other algorithms as the weights file. With other than three bands it becomes a model of that many bands; without the blocks after the last one chosen, it is smaller and faster. A run that was stopped goes on after its last epoch when it is started again with the same settings. On two processor cores, 1,000 scenes take about 45 seconds for each epoch.</source>
            <translation>Apprend à un modèle à distinguer les classes de scènes étiquetées, pour que ses caractéristiques conviennent à ce type d'imagerie. Les scènes viennent d'un dossier qui contient un dossier d'images pour chaque classe, d'un raster avec des polygones étiquetés, ou des deux. Les classes ne sont pas forcément celles qui sont recherchées ensuite : les caractéristiques du modèle se transfèrent à d'autres. Le nouveau modèle est donné aux autres algorithmes comme fichier de poids. Avec un nombre de bandes autre que trois, il devient un modèle pour ce nombre de bandes ; sans les blocs situés après le dernier choisi, il est plus petit et plus rapide. Une exécution interrompue reprend après sa dernière époque lorsqu'elle est relancée avec les mêmes paramètres. Sur deux cœurs de processeur, 1 000 scènes prennent environ 45 secondes par époque.</translation>
        </message>
        <message>
            <source>Folder to features</source>
            <translation>Dossier vers caractéristiques</translation>
        </message>
        <message>
            <source>Turns each image of a folder, and of the folders in it, into a feature vector: one scene per image. Georeferenced images get their footprint; plain images have none, but their clusters come back in a table with the file names. Images that cannot be read are left out and named in the log.</source>
            <translation>Transforme chaque image d'un dossier et de ses sous-dossiers en vecteur de caractéristiques : une scène par image. Les images géoréférencées reçoivent leur empreinte ; les images simples n'en ont pas, mais leurs clusters reviennent dans une table avec les noms de fichiers. Les images qui ne peuvent pas être lues sont ignorées et nommées dans le journal.</translation>
        </message>
        <message>
            <source>Import embeddings</source>
            <translation>Importer des plongements</translation>
        </message>
        <message>
            <source>Turns embeddings that another program has computed into a features file, which all algorithms that take features work on: projection, clusters, similar scenes, reports. They come in a table (GeoParquet or GeoPackage) that has a vector for each polygon or point, as those of Clay, Earth Index or Major TOM; or in a raster with a band for each number, as AlphaEarth's and TESSERA's, whose pixels are averaged over cells or polygons. Tables are read block by block and may be larger than memory. Scenes whose vector is missing, not of numbers, or 0 get no features.</source>
            <translation>Transforme des plongements calculés par un autre programme en fichier de caractéristiques, sur lequel travaillent tous les algorithmes qui prennent des caractéristiques : projection, clusters, scènes semblables, rapports. Ils se présentent dans une table (GeoParquet ou GeoPackage) qui a un vecteur pour chaque polygone ou point, comme ceux de Clay, Earth Index ou Major TOM ; ou dans un raster avec une bande pour chaque nombre, comme ceux d'AlphaEarth et de TESSERA, dont les pixels sont moyennés sur des cellules ou des polygones. Les tables sont lues bloc par bloc et peuvent dépasser la mémoire. Les scènes dont le vecteur manque, n'est pas formé de nombres ou vaut 0 ne reçoivent pas de caractéristiques.</translation>
        </message>
        <message>
            <source>Draws accuracy against the number of labels: some of the labels classify others, which lie in blocks of the map that are kept aside, so that neighbors do not answer for each other. It says what twice as many labels would bring, how many the wanted accuracy takes (an inverse power law, with its 95 % interval), and when more of them hardly help. Each class has a curve of its own: the worst ones are those to label next. Labels and method are those of Classify scenes.</source>
            <translation>Trace la précision en fonction du nombre d'étiquettes : une partie des étiquettes en classifie d'autres, situées dans des blocs de la carte mis de côté, pour que des voisines ne répondent pas l'une pour l'autre. Il est indiqué ce qu'apporterait le double d'étiquettes, combien il en faut pour la précision voulue (une loi de puissance inverse, avec son intervalle à 95 %) et à partir de quand en ajouter n'aide plus guère. Chaque classe a sa propre courbe : les plus mauvaises sont celles à étiqueter ensuite. Étiquettes et méthode sont celles de « Classifier les scènes ».</translation>
        </message>
        <message>
            <source>Pixels</source>
            <translation>Pixels</translation>
        </message>
        <message>
            <source>Maximum likelihood</source>
            <translation>Maximum de vraisemblance</translation>
        </message>
        <message>
            <source>Classifies the pixels of a raster by maximum likelihood, with a Gaussian of full covariance for each class. The classes come from labeled polygons, or from the signatures that Pixel clusters or an earlier run of this algorithm wrote.</source>
            <translation>Classifie les pixels d'un raster par maximum de vraisemblance, avec une gaussienne à covariance complète pour chaque classe. Les classes viennent de polygones étiquetés, ou des signatures écrites par « Clusters de pixels » ou par une exécution antérieure de cet algorithme.</translation>
        </message>
        <message>
            <source>Merge clusters</source>
            <translation>Fusionner des clusters</translation>
        </message>
        <message>
            <source>Makes one cluster of several: of those that are named, of those that the merge tree puts together at a level, or of those whose features are alike. The result is in the field edited_cluster; the field cluster stays as it was found. Scenes that got their class with their cluster get the class of the cluster that they are in now; those corrected singly keep theirs. A level of the tree starts again from the clusters as they were found: it replaces earlier merges, splits and moves, and Undo last edit brings them back.</source>
            <translation>Fait un seul cluster de plusieurs : de ceux qui sont nommés, de ceux que l'arbre de fusion réunit à un niveau, ou de ceux dont les caractéristiques se ressemblent. Le résultat est dans le champ edited_cluster ; le champ cluster reste tel qu'il a été trouvé. Les scènes qui ont reçu leur classe avec leur cluster reçoivent la classe du cluster dans lequel elles sont maintenant ; celles qui ont été corrigées individuellement gardent la leur. Un niveau de l'arbre repart des clusters tels qu'ils ont été trouvés : il remplace les fusions, scissions et déplacements antérieurs, et « Annuler la dernière modification » les rétablit.</translation>
        </message>
        <message>
            <source>Pixel clusters</source>
            <translation>Clusters de pixels</translation>
        </message>
        <message>
            <source>Classifies the pixels of a raster by their values alone, without labels: ISODATA, k-means, fuzzy k-means or migrating means. It writes a raster of classes, numbered by falling size, and their signatures, which Maximum likelihood takes. Rasters of any size are read block by block.</source>
            <translation>Classifie les pixels d'un raster d'après leurs seules valeurs, sans étiquettes : ISODATA, k-means, k-means flou ou moyennes migrantes. Écrit un raster de classes, numérotées par taille décroissante, et leurs signatures, qu'utilise « Maximum de vraisemblance ». Les rasters de toute taille sont lus bloc par bloc.</translation>
        </message>
        <message>
            <source>Project features</source>
            <translation>Projeter les caractéristiques</translation>
        </message>
        <message>
            <source>Centers and L2-normalizes features and projects them onto few dimensions with UMAP or PCA, in which clusters can be found. The projector that is kept places new scenes in the same embedding. Beyond 20,000 scenes a sample is fitted and the others are placed.</source>
            <translation>Centre et normalise L2 les caractéristiques et les projette sur quelques dimensions avec UMAP ou PCA, dans lesquelles des clusters peuvent être trouvés. Le projecteur conservé place de nouvelles scènes dans le même plongement. Au-delà de 20 000 scènes, un échantillon est ajusté et les autres sont placées.</translation>
        </message>
        <message>
            <source>Reassign scenes</source>
            <translation>Réaffecter des scènes</translation>
        </message>
        <message>
            <source>Corrects single scenes: those that are selected in the layer, listed, found by an expression or inside polygons are moved to a cluster or get a class. Choose the scenes in one of these ways, and either a cluster or a class. A scene that is moved to a cluster gets its class as well. A class that is given to single scenes stays when their cluster gets another class, and smoothing does not change it.</source>
            <translation>Corrige des scènes isolées : celles qui sont sélectionnées dans la couche, énumérées, trouvées par une expression ou situées dans des polygones sont déplacées vers un cluster ou reçoivent une classe. Choisir les scènes de l'une de ces façons, et soit un cluster, soit une classe. Une scène déplacée vers un cluster reçoit aussi sa classe. Une classe donnée à des scènes isolées subsiste lorsque leur cluster reçoit une autre classe, et le lissage ne la modifie pas.</translation>
        </message>
        <message>
            <source>Redo last undone edit</source>
            <translation>Rétablir la dernière modification annulée</translation>
        </message>
        <message>
            <source>Does again what Undo last edit took back, as long as no other edit came in between. Values that were changed by hand since then stay as they are.</source>
            <translation>Refait ce que « Annuler la dernière modification » a annulé, tant qu'aucune autre modification n'est intervenue entre-temps. Les valeurs modifiées à la main depuis restent telles quelles.</translation>
        </message>
        <message>
            <source>Refine model</source>
            <translation>Affiner le modèle</translation>
        </message>
        <message>
            <source>Adapts a model to a raster, or to a folder of images, without any labels: the scenes are clustered, and the model learns from the clusters, in turns (deep clustering). What comes out is a model file for the weights file of the other algorithms, the scenes' features by it, and the scenes' clusters as a styled layer, a table for images without a place. In the layer, umap_x and umap_y are the first two principal axes of the adapted features. Learning a linear map looks at each scene in a few augmented copies, whose features are made once, and takes minutes for 3,000 scenes on two processor cores; learning the last blocks as well takes as long for each epoch as Fine-tune model does. A run that was stopped goes on when it is started again with the same settings.</source>
            <translation>Adapte un modèle à un raster, ou à un dossier d'images, sans aucune étiquette : les scènes sont regroupées et le modèle apprend des clusters, tour à tour (deep clustering). Il en résulte un fichier de modèle pour le fichier de poids des autres algorithmes, les caractéristiques des scènes qu'il produit, et les clusters des scènes sous forme de couche stylée, ou de table pour les images sans lieu. Dans la couche, umap_x et umap_y sont les deux premiers axes principaux des caractéristiques adaptées. L'apprentissage d'une application linéaire examine chaque scène dans quelques copies augmentées, dont les caractéristiques sont produites une seule fois, et prend quelques minutes pour 3 000 scènes sur deux cœurs de processeur ; apprendre aussi les derniers blocs prend autant de temps par époque que « Ajuster finement le modèle ». Une exécution interrompue reprend lorsqu'elle est relancée avec les mêmes paramètres.</translation>
        </message>
        <message>
            <source>Scene grid</source>
            <translation>Grille de scènes</translation>
        </message>
        <message>
            <source>Cuts a raster into scenes: polygons on one regular grid whose corners lie exactly on pixel corners, with the share of valid data in each.</source>
            <translation>Découpe un raster en scènes : polygones sur une grille régulière dont les coins tombent exactement sur des coins de pixels, avec la part de données valides dans chacun.</translation>
        </message>
        <message>
            <source>Class schema</source>
            <translation>Nomenclature de classes</translation>
        </message>
        <message>
            <source>Opens a class schema, which is the codes, names and colors that a map is to have: one that comes with the plugin, or a file of your own, which is checked. The table can be edited in QGIS and given to the algorithms that take a schema.</source>
            <translation>Ouvre une nomenclature de classes, c'est-à-dire les codes, noms et couleurs qu'une carte doit avoir : une nomenclature fournie avec l'extension, ou votre propre fichier, qui est vérifié. La table peut être modifiée dans QGIS et donnée aux algorithmes qui prennent une nomenclature.</translation>
        </message>
        <message>
            <source>Segment scenes</source>
            <translation>Segmenter en scènes</translation>
        </message>
        <message>
            <source>Divides a raster into segments of alike pixels, in place of squares: polygons along pixel edges that cover all valid pixels without gaps. Extract features takes them as its grid. Rasters of any size are read block by block, and no segment ends where a block does.</source>
            <translation>Divise un raster en segments de pixels semblables, à la place de carrés : polygones le long des bords de pixels qui couvrent tous les pixels valides sans lacunes. « Extraire les caractéristiques » les prend comme grille. Les rasters de toute taille sont lus bloc par bloc, et aucun segment ne s'arrête où s'arrête un bloc.</translation>
        </message>
        <message>
            <source>Set up the worker</source>
            <translation>Installer le worker</translation>
        </message>
        <message>
            <source>Builds the Python environment in which RS DeepCluster does its work (torch, UMAP, scikit-learn and others), in a folder of its own under your home folder. QGIS's own Python is not touched. About 0.5 GB are downloaded once and take 2 GB of the disk; with an NVIDIA GPU on Linux it is 3 and 6 GB. The log says which it will be before anything is downloaded. A set-up that was stopped goes on with what it had downloaded. The proxy is that of QGIS. An environment that is there and works is kept; one that is damaged, or of another version of the plugin, is made anew. The log has a report that can be copied into a bug report.</source>
            <translation>Construit l'environnement Python dans lequel RS DeepCluster fait son travail (torch, UMAP, scikit-learn et autres), dans un dossier à part sous votre dossier personnel. Le Python de QGIS n'est pas touché. Environ 0,5 Go sont téléchargés une seule fois et occupent 2 Go sur le disque ; avec un GPU NVIDIA sous Linux, ce sont 3 et 6 Go. Le journal indique ce qu'il en sera avant tout téléchargement. Une installation interrompue reprend avec ce qu'elle avait téléchargé. Le proxy est celui de QGIS. Un environnement qui existe et fonctionne est conservé ; s'il est endommagé ou s'il vient d'une autre version de l'extension, il est refait. Le journal contient un rapport qui peut être copié dans un rapport d'anomalie.</translation>
        </message>
        <message>
            <source>Smooth classes</source>
            <translation>Lisser les classes</translation>
        </message>
        <message>
            <source>Gives each scene the class that has the most weight in its neighborhood, where a scene weighs as much as its probability, and dissolves groups that are smaller than a minimum mapping unit. Where its own class has as much weight as another one, a scene keeps it. On a grid of scenes the neighbors are those around; other polygons, such as segments, are neighbors where they share a border, and count by its length. Scenes that were corrected singly do not change and weigh 1, and scenes without a class or cluster stay without. Clusters go into the field edited_cluster; classes that change are marked as smoothed in class_source.</source>
            <translation>Donne à chaque scène la classe qui a le plus de poids dans son voisinage, où une scène pèse autant que sa probabilité, et dissout les groupes plus petits qu'une unité minimale de cartographie. Si sa propre classe a autant de poids qu'une autre, une scène la garde. Sur une grille de scènes, les voisines sont celles qui l'entourent ; d'autres polygones, tels que des segments, sont voisins s'ils partagent une frontière, et comptent selon sa longueur. Les scènes corrigées individuellement ne changent pas et pèsent 1, et les scènes sans classe ou sans cluster restent ainsi. Les clusters vont dans le champ edited_cluster ; les classes qui changent sont marquées smoothed dans class_source.</translation>
        </message>
        <message>
            <source>Split cluster</source>
            <translation>Scinder un cluster</translation>
        </message>
        <message>
            <source>Clusters the scenes of one cluster again by themselves; all other scenes stay as they are. The largest part keeps the number of the cluster, the others get new numbers, which no cluster has had before. The result is in the field edited_cluster; the field cluster stays as it was found. The parts keep the class of the cluster, until they get others.</source>
            <translation>Regroupe à nouveau, à part, les scènes d'un cluster ; toutes les autres scènes restent telles quelles. La plus grande partie garde le numéro du cluster, les autres reçoivent de nouveaux numéros, qu'aucun cluster n'a eus auparavant. Le résultat est dans le champ edited_cluster ; le champ cluster reste tel qu'il a été trouvé. Les parties gardent la classe du cluster, jusqu'à ce qu'elles en reçoivent d'autres.</translation>
        </message>
        <message>
            <source>Suggest labels</source>
            <translation>Suggérer des étiquettes</translation>
        </message>
        <message>
            <source>Suggests the scenes whose labels would help most. Without labels these are typical scenes of all groups that the features form. Later they are those of which the classes are in doubt, around which there are many, and which are unlike all that are labeled or suggested already. The layer has empty fields for the class, or for what a scene is not, and its form fills in who labeled it and when: give it to Classify scenes as the labels, and to this tool again for the next ones (QGIS's Merge vector layers puts several rounds into one).</source>
            <translation>Suggère les scènes dont les étiquettes aideraient le plus. Sans étiquettes, ce sont des scènes typiques de tous les groupes que forment les caractéristiques. Ensuite, ce sont celles dont les classes sont douteuses, autour desquelles il y en a beaucoup, et qui diffèrent de toutes celles déjà étiquetées ou suggérées. La couche a des champs vides pour la classe, ou pour ce qu'une scène n'est pas, et son formulaire inscrit qui l'a étiquetée et quand : la donner à « Classifier les scènes » comme étiquettes, et de nouveau à cet outil pour les suivantes (« Fusionner des couches vecteur » de QGIS réunit plusieurs tours en un seul).</translation>
        </message>
        <message>
            <source>Suggest names</source>
            <translation>Suggérer des noms</translation>
        </message>
        <message>
            <source>Suggests a name for each current cluster, before anybody labels one: water, dense or sparse vegetation, bare soil, built-up, snow or cloud, shadow. What the bands of the raster say of the scenes (NDVI, NDWI, MNDWI, NDBI, brightness, texture) is compared with ranges that are usual. With the weights of a text encoder, pictures of the scenes are compared with the classes of the schema instead. Suggestions are written into fields of their own: hint_code and hint_name (a class of the schema, where it has such a one), hint_score (0 to 1, how well it fits) and hint_by. They are no classes: those are given by Assign classes.</source>
            <translation>Suggère un nom pour chaque cluster actuel, avant que quiconque n'en étiquette un : eau, végétation dense ou clairsemée, sol nu, bâti, neige ou nuage, ombre. Ce que les bandes du raster disent des scènes (NDVI, NDWI, MNDWI, NDBI, luminosité, texture) est comparé à des plages usuelles. Avec les poids d'un encodeur de texte, ce sont des images des scènes qui sont comparées aux classes de la nomenclature. Les suggestions sont écrites dans des champs à part : hint_code et hint_name (une classe de la nomenclature, si elle en a une qui convient), hint_score (0 à 1, à quel point cela convient) et hint_by. Ce ne sont pas des classes : celles-ci sont données par « Attribuer des classes ».</translation>
        </message>
        <message>
            <source>Suggest scale</source>
            <translation>Suggérer une échelle</translation>
        </message>
        <message>
            <source>Looks at a sample of windows of a raster at each size of cells that gives at least 500 of them and at most 50,000, and proposes one with its context: the one that Cluster a raster, Extract features and Scene grid take where they are given no size. The table says what was measured at each size; the report also shows the same place at each, with the cells in the colors of a quick clustering.</source>
            <translation>Examine un échantillon de fenêtres d'un raster à chaque taille de cellule qui en donne au moins 500 et au plus 50 000, et en propose une avec son contexte : celle que « Regrouper un raster », « Extraire les caractéristiques » et « Grille de scènes » prennent si aucune taille ne leur est donnée. La table indique ce qui a été mesuré à chaque taille ; le rapport montre aussi le même endroit à chacune, avec les cellules dans les couleurs d'un regroupement rapide.</translation>
        </message>
        <message>
            <source>Undo last edit</source>
            <translation>Annuler la dernière modification</translation>
        </message>
        <message>
            <source>Takes back the last edit of a cluster layer: an assignment of classes, a merge, a split, a correction or a smoothing. Run again, it takes back the one before. Values that were changed by hand since then stay as they are. The edits are listed in the table rs_deepcluster_history of the GeoPackage.</source>
            <translation>Annule la dernière modification d'une couche de clusters : une attribution de classes, une fusion, une scission, une correction ou un lissage. Exécuté à nouveau, annule la précédente. Les valeurs modifiées à la main depuis restent telles quelles. Les modifications sont énumérées dans la table rs_deepcluster_history du GeoPackage.</translation>
        </message>
        <message>
            <source>Validation sample</source>
            <translation>Échantillon de validation</translation>
        </message>
        <message>
            <source>Draws scenes at random from each class of a map, for you to look at and label: fill in the field reference, then give the layer to Assess accuracy. How many: as given, or as many as overall accuracy needs for a standard error (Olofsson et al. 2014, equation 13). The scenes are in random order, and the form hides what the map says of them, so that it can't sway you. The field weight says how many scenes of its class each one stands for.</source>
            <translation>Tire au hasard des scènes de chaque classe d'une carte, à regarder et à étiqueter : remplir le champ reference, puis donner la couche à « Évaluer la précision ». Combien : autant qu'indiqué, ou autant que la précision globale en exige pour une erreur type (Olofsson et al. 2014, équation 13). Les scènes sont dans un ordre aléatoire, et le formulaire masque ce que la carte en dit, pour ne pas influencer le jugement. Le champ weight indique combien de scènes de sa classe chacune représente.</translation>
        </message>
        <message>
            <source>The schema that classes are chosen from</source>
            <translation>La nomenclature dans laquelle les classes sont choisies</translation>
        </message>
        <message>
            <source>Add a class to the schema</source>
            <translation>Ajouter une classe à la nomenclature</translation>
        </message>
        <message>
            <source>Add a class</source>
            <translation>Ajouter une classe</translation>
        </message>
        <message>
            <source>Filter classes</source>
            <translation>Filtrer les classes</translation>
        </message>
        <message>
            <source>From a file …</source>
            <translation>Depuis un fichier …</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Nom</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>Code</translation>
        </message>
        <message>
            <source>{}: drag it onto clusters, or press Enter or its key</source>
            <translation>{} : la faire glisser sur des clusters, ou appuyer sur Entrée ou sur sa touche</translation>
        </message>
        <message>
            <source>The schema with the new class is {}.</source>
            <translation>La nomenclature avec la nouvelle classe est {}.</translation>
        </message>
        <message>
            <source>{}: drag it onto clusters, or press Enter</source>
            <translation>{} : la faire glisser sur des clusters, ou appuyer sur Entrée</translation>
        </message>
        <message>
            <source>{} (of the layer)</source>
            <translation>{} (de la couche)</translation>
        </message>
        <message>
            <source>Scenes without a cluster</source>
            <translation>Scènes sans cluster</translation>
        </message>
        <message>
            <source>none</source>
            <translation>aucun</translation>
        </message>
        <message>
            <source>Cluster {}: drag it onto another to merge the two</source>
            <translation>Cluster {} : le faire glisser sur un autre pour fusionner les deux</translation>
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
            <translation>; probabilité moyenne {}</translation>
        </message>
        <message>
            <source>Wait until what is running has ended, or cancel it.</source>
            <translation>Attendre la fin de l'exécution en cours, ou l'annuler.</translation>
        </message>
        <message>
            <source>Turn on the provider RS DeepCluster in the options of Processing.</source>
            <translation>Activer le fournisseur RS DeepCluster dans les options de traitement.</translation>
        </message>
        <message>
            <source>It failed.</source>
            <translation>Échec.</translation>
        </message>
        <message>
            <source>Detail: number of clusters</source>
            <translation>Niveau de détail : nombre de clusters</translation>
        </message>
        <message>
            <source>&amp;Detail</source>
            <translation>Niveau de &amp;détail</translation>
        </message>
        <message>
            <source>The layer does not note the tree in which its clusters merge.</source>
            <translation>La couche ne note pas l'arbre selon lequel ses clusters fusionnent.</translation>
        </message>
        <message>
            <source>Fewer or more clusters, along the tree in which they merge (1 to {})</source>
            <translation>Moins ou plus de clusters, le long de l'arbre selon lequel ils fusionnent (1 à {})</translation>
        </message>
        <message>
            <source>Marked are the levels that hold: {}. Page Up and Page Down go to them.</source>
            <translation>Les niveaux stables sont marqués : {}. Les touches Page précédente et Page suivante y mènent.</translation>
        </message>
        <message>
            <source>To &amp;cluster</source>
            <translation>Vers le &amp;cluster</translation>
        </message>
        <message>
            <source>New cluster</source>
            <translation>Nouveau cluster</translation>
        </message>
        <message>
            <source>To c&amp;lass</source>
            <translation>Vers la c&amp;lasse</translation>
        </message>
        <message>
            <source>Show only these clusters on the map</source>
            <translation>Afficher seulement ces clusters sur la carte</translation>
        </message>
        <message>
            <source>Zoom to selected scenes</source>
            <translation>Zoomer sur les scènes sélectionnées</translation>
        </message>
        <message>
            <source>Select the clusters to merge: two or more.</source>
            <translation>Sélectionner les clusters à fusionner : deux ou plus.</translation>
        </message>
        <message>
            <source>Select the cluster to split: one.</source>
            <translation>Sélectionner le cluster à scinder : un seul.</translation>
        </message>
        <message>
            <source>Select scenes to find similar ones of.</source>
            <translation>Sélectionner des scènes dont trouver des semblables.</translation>
        </message>
        <message>
            <source>Select clusters or scenes that are to have the class.</source>
            <translation>Sélectionner les clusters ou les scènes qui doivent recevoir la classe.</translation>
        </message>
        <message>
            <source>Show all clusters</source>
            <translation>Afficher tous les clusters</translation>
        </message>
        <message>
            <source>The layer does not note its raster, so there are no pictures of scenes.</source>
            <translation>La couche ne note pas son raster, il n'y a donc pas d'images des scènes.</translation>
        </message>
        <message>
            <source>{} cannot be opened, so there are no pictures of the scenes.</source>
            <translation>{} ne peut pas être ouvert, il n'y a donc pas d'images des scènes.</translation>
        </message>
        <message>
            <source>The raster {} is not there any more: put it beside the GeoPackage to see the scenes.</source>
            <translation>Le raster {} n'est plus là : le placer à côté du GeoPackage pour voir les scènes.</translation>
        </message>
        <message>
            <source>Cross-validated by blocks of the map: {:.0%} of {:,} labels are right.</source>
            <translation>Validation croisée par blocs de la carte : {:.0%} des {:,} étiquettes sont justes.</translation>
        </message>
        <message>
            <source>Classes by {:,} labels for {:,} scenes.</source>
            <translation>Classes d'après {:,} étiquettes pour {:,} scènes.</translation>
        </message>
        <message>
            <source> {:,} that were corrected one by one stay as they were.</source>
            <translation> {:,} qui ont été corrigées une par une restent telles quelles.</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>Appliquer</translation>
        </message>
        <message>
            <source>Wait a moment until the map has followed the last label.</source>
            <translation>Attendre un instant que la carte ait suivi la dernière étiquette.</translation>
        </message>
        <message>
            <source>Load training samples</source>
            <translation>Charger des échantillons d'entraînement</translation>
        </message>
        <message>
            <source>Take a file</source>
            <translation>Utiliser un fichier</translation>
        </message>
        <message>
            <source>A point labels the scene that it lies in, a polygon those whose center or half it covers, and a row without a place the scene whose number is in its field scene_id. What is loaded counts as the latest label of a scene.</source>
            <translation>Un point étiquette la scène dans laquelle il se trouve, un polygone celles dont il couvre le centre ou la moitié, et une ligne sans lieu la scène dont le numéro est dans son champ scene_id. Ce qui est chargé compte comme l'étiquette la plus récente d'une scène.</translation>
        </message>
        <message>
            <source>Separability of the classes</source>
            <translation>Séparabilité des classes</translation>
        </message>
        <message>
            <source>Right</source>
            <translation>Justes</translation>
        </message>
        <message>
            <source>{} of {} labels in blocks of the map that are kept aside are told right by the others ({:.0%}). Rows are labels, columns what they are taken for.</source>
            <translation>{} étiquettes sur {}, dans des blocs de la carte mis de côté, sont retrouvées d'après les autres ({:.0%}). Les lignes sont les étiquettes, les colonnes ce pour quoi elles sont prises.</translation>
        </message>
        <message>
            <source>The file of features that the layer has noted holds others than those that it was made of: it has been replaced. Cluster the scenes again with a file for their features.</source>
            <translation>Le fichier de caractéristiques noté avec la couche en contient d'autres que celles dont elle est issue : il a été remplacé. Regroupez à nouveau les scènes avec un fichier pour leurs caractéristiques.</translation>
        </message>
        <message>
            <source>Reading the features</source>
            <translation>Lecture des caractéristiques</translation>
        </message>
        <message>
            <source>1 scene</source>
            <translation>1 scène</translation>
        </message>
        <message>
            <source>{:,} scenes</source>
            <translation>{:,} scènes</translation>
        </message>
        <message>
            <source>Labeled {} as not {}.</source>
            <translation>Étiquetage de {} comme n'étant pas {}.</translation>
        </message>
        <message>
            <source>Labeled {} as {}.</source>
            <translation>Étiquetage de {} comme {}.</translation>
        </message>
        <message>
            <source>Removed 1 label.</source>
            <translation>1 étiquette supprimée.</translation>
        </message>
        <message>
            <source>Removed {:,} labels.</source>
            <translation>{:,} étiquettes supprimées.</translation>
        </message>
        <message>
            <source>Remove labels</source>
            <translation>Supprimer les étiquettes</translation>
        </message>
        <message>
            <source>The layer has noted no features that are still there, and labels are learned from them. Cluster the scenes again with a file for their features.</source>
            <translation>La couche n'a noté aucune caractéristique qui existe encore, et c'est à partir d'elles que les étiquettes sont apprises. Regrouper à nouveau les scènes avec un fichier pour leurs caractéristiques.</translation>
        </message>
        <message>
            <source>{:,} of them had another label, which is kept: the latest counts.</source>
            <translation>{:,} d'entre elles avaient une autre étiquette, qui est conservée : la plus récente compte.</translation>
        </message>
        <message>
            <source>Select labeled scenes: of these the labels are removed.</source>
            <translation>Sélectionner des scènes étiquetées : leurs étiquettes seront supprimées.</translation>
        </message>
        <message>
            <source>&amp;Is</source>
            <translation>&amp;Est</translation>
        </message>
        <message>
            <source>Is &amp;not</source>
            <translation>&amp;N'est pas</translation>
        </message>
        <message>
            <source>Select 1 to {:,} scenes that are to have the label.</source>
            <translation>Sélectionner de 1 à {:,} scènes qui doivent recevoir l'étiquette.</translation>
        </message>
        <message>
            <source>1 label that has changed since was left alone.</source>
            <translation>1 étiquette modifiée depuis a été laissée telle quelle.</translation>
        </message>
        <message>
            <source>{:,} labels that have changed since were left alone.</source>
            <translation>{:,} étiquettes modifiées depuis ont été laissées telles quelles.</translation>
        </message>
        <message>
            <source>There are labels of classes that {} does not have: {}. Choose the classes of the layer, or delete these samples.</source>
            <translation>Il y a des étiquettes de classes que {} n'a pas : {}. Choisir les classes de la couche, ou supprimer ces échantillons.</translation>
        </message>
        <message>
            <source>Scenes that are less similar than that are not selected</source>
            <translation>Les scènes moins similaires ne sont pas sélectionnées</translation>
        </message>
        <message>
            <source>&amp;Merge into</source>
            <translation>&amp;Fusionner dans</translation>
        </message>
        <message>
            <source>Rename a class</source>
            <translation>Renommer une classe</translation>
        </message>
        <message>
            <source>The samples of {} were not loaded, for something else came between.</source>
            <translation>Les échantillons de {} n'ont pas été chargés, car autre chose est intervenu entre-temps.</translation>
        </message>
        <message>
            <source>Loaded 1 label from {}.</source>
            <translation>1 étiquette chargée depuis {}.</translation>
        </message>
        <message>
            <source>Loaded {:,} labels from {}.</source>
            <translation>{:,} étiquettes chargées depuis {}.</translation>
        </message>
        <message>
            <source>Save training samples</source>
            <translation>Enregistrer les échantillons d'entraînement</translation>
        </message>
        <message>
            <source>GeoPackage (*.gpkg);;GeoJSON (*.geojson);;CSV (*.csv)</source>
            <translation>GeoPackage (*.gpkg);;GeoJSON (*.geojson);;CSV (*.csv)</translation>
        </message>
        <message>
            <source>&amp;Rename …</source>
            <translation>&amp;Renommer …</translation>
        </message>
        <message>
            <source>&amp;Color …</source>
            <translation>&amp;Couleur …</translation>
        </message>
        <message>
            <source>&amp;Select their scenes</source>
            <translation>&amp;Sélectionner leurs scènes</translation>
        </message>
        <message>
            <source>&amp;Delete</source>
            <translation>Su&amp;pprimer</translation>
        </message>
        <message>
            <source>&amp;Load …</source>
            <translation>C&amp;harger …</translation>
        </message>
        <message>
            <source>Sa&amp;ve as …</source>
            <translation>&amp;Enregistrer sous …</translation>
        </message>
        <message>
            <source>Separa&amp;bility …</source>
            <translation>Sépara&amp;bilité …</translation>
        </message>
        <message>
            <source>Renamed the class {} to {}.</source>
            <translation>La classe {} a été renommée en {}.</translation>
        </message>
        <message>
            <source>Recolored the class {}.</source>
            <translation>La couleur de la classe {} a été modifiée.</translation>
        </message>
        <message>
            <source>The schema of the layer does not have this class. Choose its classes.</source>
            <translation>La nomenclature de la couche n'a pas cette classe. Choisir ses classes.</translation>
        </message>
        <message>
            <source>Wait a moment until the samples are loaded.</source>
            <translation>Attendre un instant que les échantillons soient chargés.</translation>
        </message>
        <message>
            <source>There is no table yet: label two scenes of two classes at least.</source>
            <translation>Il n'y a pas encore de table : étiqueter deux scènes d'au moins deux classes.</translation>
        </message>
        <message>
            <source>Saved 1 label in {}.</source>
            <translation>1 étiquette enregistrée dans {}.</translation>
        </message>
        <message>
            <source>Saved {:,} labels in {}.</source>
            <translation>{:,} étiquettes enregistrées dans {}.</translation>
        </message>
        <message>
            <source>Merged the samples of {} into {}.</source>
            <translation>Échantillons de {} fusionnés dans {}.</translation>
        </message>
        <message>
            <source>Deleted the samples of {}.</source>
            <translation>Échantillons de {} supprimés.</translation>
        </message>
        <message>
            <source>Training samples</source>
            <translation>Échantillons d'entraînement</translation>
        </message>
        <message>
            <source>Select scenes and press the key of a class, or click on it: a few scenes of each class are often enough. Shift and the key say that they are not of it.</source>
            <translation>Sélectionner des scènes et appuyer sur la touche d'une classe, ou cliquer dessus : quelques scènes de chaque classe suffisent souvent. Maj et la touche indiquent qu'elles n'en sont pas.</translation>
        </message>
        <message>
            <source>Samples</source>
            <translation>Échantillons</translation>
        </message>
        <message>
            <source>Merge, rename, recolor, delete, load and save training samples</source>
            <translation>Fusionner, renommer, recolorer, supprimer, charger et enregistrer des échantillons d'entraînement</translation>
        </message>
        <message>
            <source>Lowest probability of the class</source>
            <translation>Probabilité minimale de la classe</translation>
        </message>
        <message>
            <source>Scenes that are less likely of the current class than that get none</source>
            <translation>Les scènes dont l'appartenance à la classe actuelle est moins probable que cela n'en reçoivent aucune</translation>
        </message>
        <message>
            <source>Classes that have labels</source>
            <translation>Classes qui ont des étiquettes</translation>
        </message>
        <message>
            <source>Labeled scenes, and those that are labeled as not of the class</source>
            <translation>Scènes étiquetées, et celles étiquetées comme n'étant pas de la classe</translation>
        </message>
        <message>
            <source>Scenes that are taken for the class</source>
            <translation>Scènes prises pour la classe</translation>
        </message>
        <message>
            <source>Of the labels in blocks of the map that are kept aside, how many are right</source>
            <translation>Parmi les étiquettes dans des blocs de la carte mis de côté, combien sont justes</translation>
        </message>
        <message>
            <source>{} is also taken for: {}</source>
            <translation>{} est aussi prise pour : {}</translation>
        </message>
        <message>
            <source>p ≥ {} %</source>
            <translation>p ≥ {} %</translation>
        </message>
        <message>
            <source>The worker met an error that it does not know ({}).</source>
            <translation>Le worker a rencontré une erreur qu'il ne connaît pas ({}).</translation>
        </message>
        <message>
            <source>Find similar scenes first (F): among these, select what is not meant.</source>
            <translation>Cherchez d'abord des scènes similaires (F) : parmi celles-ci, sélectionnez ce qui n'est pas voulu.</translation>
        </message>
        <message>
            <source>{:,} scenes are like {:,} examples and unlike {:,} others.</source>
            <translation>{:,} scènes ressemblent à {:,} exemples et non à {:,} autres.</translation>
        </message>
        <message>
            <source>Not like these (Shift+F)</source>
            <translation>Pas comme celles-ci (Maj+F)</translation>
        </message>
        <message>
            <source> GB</source>
            <translation> Go</translation>
        </message>
        <message>
            <source>no limit</source>
            <translation>aucune limite</translation>
        </message>
        <message>
            <source>A run that begins removes what stopped runs have left, the oldest first.</source>
            <translation>Une exécution qui commence supprime ce qu'ont laissé les exécutions interrompues, le plus ancien en premier.</translation>
        </message>
        <message>
            <source>Clear the cache …</source>
            <translation>Vider le cache …</translation>
        </message>
        <message>
            <source>Most that stopped runs may leave</source>
            <translation>Maximum que peuvent laisser les exécutions interrompues</translation>
        </message>
        <message>
            <source>The cache holds</source>
            <translation>Le cache contient</translation>
        </message>
        <message>
            <source>Set up the worker …</source>
            <translation>Installer le worker …</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Annuler</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Annuler la modification</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>Rétablir</translation>
        </message>
        <message>
            <source>Merge</source>
            <translation>Fusionner</translation>
        </message>
        <message>
            <source>Merge the selected clusters (M), into the one that was clicked last</source>
            <translation>Fusionner les clusters sélectionnés (M), dans le dernier cliqué</translation>
        </message>
        <message>
            <source>Split</source>
            <translation>Scinder</translation>
        </message>
        <message>
            <source>Cluster the scenes of the selected cluster again, into parts (S)</source>
            <translation>Regrouper à nouveau les scènes du cluster sélectionné, en parties (S)</translation>
        </message>
        <message>
            <source>Similar</source>
            <translation>Semblables</translation>
        </message>
        <message>
            <source>Select the scenes that are most similar to the selected ones (F)</source>
            <translation>Sélectionner les scènes qui ressemblent le plus à celles sélectionnées (F)</translation>
        </message>
        <message>
            <source>Move</source>
            <translation>Déplacer</translation>
        </message>
        <message>
            <source>Move the selected scenes to another cluster or class (C)</source>
            <translation>Déplacer les scènes sélectionnées vers un autre cluster ou une autre classe (C)</translation>
        </message>
        <message>
            <source>Move selected scenes</source>
            <translation>Déplacer les scènes sélectionnées</translation>
        </message>
        <message>
            <source>Write the classes that follow from the labels into the layer</source>
            <translation>Écrire dans la couche les classes qui découlent des étiquettes</translation>
        </message>
        <message>
            <source> parts</source>
            <translation> parties</translation>
        </message>
        <message>
            <source>any parts</source>
            <translation>nombre de parties libre</translation>
        </message>
        <message>
            <source>Number of similar scenes</source>
            <translation>Nombre de scènes semblables</translation>
        </message>
        <message>
            <source>Work on</source>
            <translation>Travailler sur</translation>
        </message>
        <message>
            <source>What you work on, which the map and the embedding are colored by: clusters, their classes, or labels of single scenes, from which the classes of all others follow</source>
            <translation>Ce sur quoi on travaille, et qui donne leurs couleurs à la carte et au plongement : les clusters, leurs classes, ou les étiquettes de scènes individuelles, dont découlent les classes de toutes les autres</translation>
        </message>
        <message>
            <source>Label next</source>
            <translation>À étiqueter</translation>
        </message>
        <message>
            <source>In doubt</source>
            <translation>Douteuses</translation>
        </message>
        <message>
            <source>Labeled</source>
            <translation>Étiquetées</translation>
        </message>
        <message>
            <source>Scenes to look at</source>
            <translation>Scènes à regarder</translation>
        </message>
        <message>
            <source>Scenes to look at, where none are selected elsewhere</source>
            <translation>Scènes à regarder, si aucune n'est sélectionnée ailleurs</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Touches</translation>
        </message>
        <message>
            <source>give the class with this key to the selected clusters or scenes</source>
            <translation>donner la classe de cette touche aux clusters ou scènes sélectionnés</translation>
        </message>
        <message>
            <source>give the class; in the other parts, zoom to the selected scenes</source>
            <translation>donner la classe ; dans les autres parties, zoomer sur les scènes sélectionnées</translation>
        </message>
        <message>
            <source>merge the selected clusters, into the one clicked last</source>
            <translation>fusionner les clusters sélectionnés, dans le dernier cliqué</translation>
        </message>
        <message>
            <source>split the selected cluster</source>
            <translation>scinder le cluster sélectionné</translation>
        </message>
        <message>
            <source>move the selected scenes to a cluster or a class</source>
            <translation>déplacer les scènes sélectionnées vers un cluster ou une classe</translation>
        </message>
        <message>
            <source>find similar scenes</source>
            <translation>trouver des scènes semblables</translation>
        </message>
        <message>
            <source>label the selected scenes with the class; so does a click on it</source>
            <translation>étiqueter les scènes sélectionnées avec la classe ; un clic dessus fait de même</translation>
        </message>
        <message>
            <source>Shift+1-9</source>
            <translation>Maj+1-9</translation>
        </message>
        <message>
            <source>label them as not of the class</source>
            <translation>les étiqueter comme n'étant pas de la classe</translation>
        </message>
        <message>
            <source>go to the next scene that is worth a look</source>
            <translation>aller à la prochaine scène qui mérite un regard</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Suppr</translation>
        </message>
        <message>
            <source>remove the labels of the selected scenes</source>
            <translation>supprimer les étiquettes des scènes sélectionnées</translation>
        </message>
        <message>
            <source>F, Shift+F</source>
            <translation>F, Maj+F</translation>
        </message>
        <message>
            <source>find scenes like the selected ones, and none like those</source>
            <translation>trouver des scènes comme celles sélectionnées, et aucune comme celles-ci</translation>
        </message>
        <message>
            <source>zoom to the selected scenes</source>
            <translation>zoomer sur les scènes sélectionnées</translation>
        </message>
        <message>
            <source>undo, redo</source>
            <translation>annuler, rétablir</translation>
        </message>
        <message>
            <source>select nothing; at the slider, leave the clusters as they are</source>
            <translation>ne rien sélectionner ; au curseur, laisser les clusters tels quels</translation>
        </message>
        <message>
            <source>at the slider, go to the next number that is marked</source>
            <translation>au curseur, aller au prochain nombre marqué</translation>
        </message>
        <message>
            <source>Drag</source>
            <translation>Glisser</translation>
        </message>
        <message>
            <source>clusters onto another to merge them, a class onto clusters</source>
            <translation>des clusters sur un autre pour les fusionner, une classe sur des clusters</translation>
        </message>
        <message>
            <source>In the embedding</source>
            <translation>Dans le plongement</translation>
        </message>
        <message>
            <source>lasso with the left button; Shift adds, Ctrl takes away</source>
            <translation>lasso avec le bouton gauche ; Maj ajoute, Ctrl retire</translation>
        </message>
        <message>
            <source>wheel, +, - zoom; middle button, Space or arrows move; Home shows all</source>
            <translation>molette, +, - pour zoomer ; bouton du milieu, Espace ou flèches pour déplacer ; Origine montre tout</translation>
        </message>
        <message>
            <source>select nothing</source>
            <translation>ne rien sélectionner</translation>
        </message>
        <message>
            <source>Not set</source>
            <translation>Non défini</translation>
        </message>
        <message>
            <source> = {} pixels</source>
            <translation> = {} pixels</translation>
        </message>
        <message>
            <source>Add files</source>
            <translation>Ajouter des fichiers</translation>
        </message>
        <message>
            <source>Add a folder</source>
            <translation>Ajouter un dossier</translation>
        </message>
        <message>
            <source>Embedding of the scenes</source>
            <translation>Plongement des scènes</translation>
        </message>
        <message>
            <source>The layer has no embedding (umap_x, umap_y).</source>
            <translation>La couche n'a pas de plongement (umap_x, umap_y).</translation>
        </message>
        <message>
            <source>Select a cluster layer in the Layers panel: one that "Start here: cluster a raster" (Processing Toolbox &gt; RS DeepCluster), Cluster features or Apply clusters has written to a GeoPackage.</source>
            <translation>Sélectionner une couche de clusters dans le panneau Couches : une couche que « Commencer ici : regrouper un raster » (Boîte à outils de traitements &gt; RS DeepCluster), « Regrouper les caractéristiques en clusters » ou « Appliquer des clusters » a écrite dans un GeoPackage.</translation>
        </message>
        <message>
            <source>No cluster</source>
            <translation>Aucun cluster</translation>
        </message>
        <message>
            <source>Scene {}</source>
            <translation>Scène {}</translation>
        </message>
        <message>
            <source>The layer '{}' is not in a GeoPackage, where edits are kept: save it as one (Export &gt; Save Features As) and select that.</source>
            <translation>La couche '{}' n'est pas dans un GeoPackage, où les modifications sont conservées : l'enregistrer comme tel (Exporter &gt; Sauvegarder les entités sous) et sélectionner celui-ci.</translation>
        </message>
        <message>
            <source>Cluster {}</source>
            <translation>Cluster {}</translation>
        </message>
        <message>
            <source>Clusters {}: {}</source>
            <translation>Clusters {} : {}</translation>
        </message>
        <message>
            <source>Cluster {}: {}</source>
            <translation>Cluster {} : {}</translation>
        </message>
        <message>
            <source>Thumbnails of scenes</source>
            <translation>Vignettes des scènes</translation>
        </message>
        <message>
            <source>All clusters: {}</source>
            <translation>Tous les clusters : {}</translation>
        </message>
        <message>
            <source>Cluster workbench</source>
            <translation>Atelier des clusters</translation>
        </message>
        <message>
            <source>{:,} scenes, {} clusters</source>
            <translation>{:,} scènes, {} clusters</translation>
        </message>
        <message>
            <source> in the filter of the layer</source>
            <translation> dans le filtre de la couche</translation>
        </message>
        <message>
            <source>Undo (Ctrl+Z): {}</source>
            <translation>Annuler (Ctrl+Z) : {}</translation>
        </message>
        <message>
            <source>Redo (Ctrl+Y): {}</source>
            <translation>Rétablir (Ctrl+Y) : {}</translation>
        </message>
        <message>
            <source>{:,} scenes, {:,} labeled</source>
            <translation>{:,} scènes, {:,} étiquetées</translation>
        </message>
        <message>
            <source>, {:,} selected</source>
            <translation>, {:,} sélectionnées</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>rien</translation>
        </message>
        <message>
            <source>Freed {}.</source>
            <translation>{} libérés.</translation>
        </message>
        <message>
            <source>raster layer</source>
            <translation>couche raster</translation>
        </message>
        <message>
            <source>vector layer</source>
            <translation>couche vecteur</translation>
        </message>
        <message>
            <source>several layers</source>
            <translation>plusieurs couches</translation>
        </message>
        <message>
            <source>bands</source>
            <translation>bandes</translation>
        </message>
        <message>
            <source>yes or no</source>
            <translation>oui ou non</translation>
        </message>
        <message>
            <source>one of</source>
            <translation>un parmi</translation>
        </message>
        <message>
            <source>text</source>
            <translation>texte</translation>
        </message>
        <message>
            <source>expression</source>
            <translation>expression</translation>
        </message>
        <message>
            <source>extent</source>
            <translation>emprise</translation>
        </message>
        <message>
            <source>coordinate reference system</source>
            <translation>système de coordonnées de référence</translation>
        </message>
        <message>
            <source>vector layer or table</source>
            <translation>couche vecteur ou table</translation>
        </message>
        <message>
            <source>raster</source>
            <translation>raster</translation>
        </message>
        <message>
            <source>whole number</source>
            <translation>nombre entier</translation>
        </message>
        <message>
            <source>number</source>
            <translation>nombre</translation>
        </message>
        <message>
            <source>layer</source>
            <translation>couche</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>Paramètres</translation>
        </message>
        <message>
            <source>Advanced parameters</source>
            <translation>Paramètres avancés</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Résultats</translation>
        </message>
        <message>
            <source>folder</source>
            <translation>dossier</translation>
        </message>
        <message>
            <source>polygon layer</source>
            <translation>couche de polygones</translation>
        </message>
        <message>
            <source>optional</source>
            <translation>facultatif</translation>
        </message>
        <message>
            <source>field of {}</source>
            <translation>champ de {}</translation>
        </message>
        <message>
            <source>{} from {} to {}</source>
            <translation>{} de {} à {}</translation>
        </message>
        <message>
            <source>{} of at least {}</source>
            <translation>{}, au moins {}</translation>
        </message>
        <message>
            <source>{} of at most {}</source>
            <translation>{}, au plus {}</translation>
        </message>
        <message>
            <source>On the command line</source>
            <translation>En ligne de commande</translation>
        </message>
        <message>
            <source>default {}</source>
            <translation>par défaut {}</translation>
        </message>
        <message>
            <source>required</source>
            <translation>obligatoire</translation>
        </message>
        <message>
            <source>file {}</source>
            <translation>fichier {}</translation>
        </message>
        <message>
            <source>The style was not stored with the layer: {}</source>
            <translation>Le style n'a pas été enregistré avec la couche : {}</translation>
        </message>
        <message>
            <source>Description</source>
            <translation>Description</translation>
        </message>
        <message>
            <source>Parent</source>
            <translation>Parent</translation>
        </message>
        <message>
            <source>Unassigned</source>
            <translation>Non attribué</translation>
        </message>
        <message>
            <source>No class yet ({})</source>
            <translation>Pas encore de classe ({})</translation>
        </message>
        <message>
            <source>Unchanged</source>
            <translation>Inchangé</translation>
        </message>
        <message>
            <source>Not compared</source>
            <translation>Non comparé</translation>
        </message>
        <message>
            <source>Unchanged (below {:.2f})</source>
            <translation>Inchangé (sous {:.2f})</translation>
        </message>
        <message>
            <source>Not labeled yet</source>
            <translation>Pas encore étiqueté</translation>
        </message>
        <message>
            <source>Other changes</source>
            <translation>Autres changements</translation>
        </message>
        <message>
            <source>Scene</source>
            <translation>Scène</translation>
        </message>
        <message>
            <source>Row</source>
            <translation>Ligne</translation>
        </message>
        <message>
            <source>Valid fraction</source>
            <translation>Part valide</translation>
        </message>
        <message>
            <source>Subcluster</source>
            <translation>Sous-cluster</translation>
        </message>
        <message>
            <source>Edited cluster</source>
            <translation>Cluster modifié</translation>
        </message>
        <message>
            <source>Class name</source>
            <translation>Nom de la classe</translation>
        </message>
        <message>
            <source>Class from</source>
            <translation>Origine de la classe</translation>
        </message>
        <message>
            <source>Second cluster</source>
            <translation>Deuxième cluster</translation>
        </message>
        <message>
            <source>Second probability</source>
            <translation>Deuxième probabilité</translation>
        </message>
        <message>
            <source>Ambiguous</source>
            <translation>Ambigu</translation>
        </message>
        <message>
            <source>Exemplar rank</source>
            <translation>Rang de représentativité</translation>
        </message>
        <message>
            <source>Embedding x</source>
            <translation>Plongement x</translation>
        </message>
        <message>
            <source>Embedding y</source>
            <translation>Plongement y</translation>
        </message>
        <message>
            <source>Share</source>
            <translation>Part</translation>
        </message>
        <message>
            <source>Area (m²)</source>
            <translation>Surface (m²)</translation>
        </message>
        <message>
            <source>Mean probability</source>
            <translation>Probabilité moyenne</translation>
        </message>
        <message>
            <source>Nearest cluster</source>
            <translation>Cluster le plus proche</translation>
        </message>
        <message>
            <source>Distance</source>
            <translation>Distance</translation>
        </message>
        <message>
            <source>Rank</source>
            <translation>Rang</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>Raison</translation>
        </message>
        <message>
            <source>Gain</source>
            <translation>Gain</translation>
        </message>
        <message>
            <source>Not this class</source>
            <translation>Pas cette classe</translation>
        </message>
        <message>
            <source>Labeled by</source>
            <translation>Étiqueté par</translation>
        </message>
        <message>
            <source>Labeled at</source>
            <translation>Étiqueté le</translation>
        </message>
        <message>
            <source>Second class</source>
            <translation>Deuxième classe</translation>
        </message>
        <message>
            <source>Label</source>
            <translation>Étiquette</translation>
        </message>
        <message>
            <source>Labeled as not</source>
            <translation>Étiqueté comme n'étant pas</translation>
        </message>
        <message>
            <source>Class by other labels</source>
            <translation>Classe selon les autres étiquettes</translation>
        </message>
        <message>
            <source>The style was not stored: {} could not be opened.</source>
            <translation>Le style n'a pas été enregistré : {} n'a pas pu être ouvert.</translation>
        </message>
        <message>
            <source>No cluster ({})</source>
            <translation>Aucun cluster ({})</translation>
        </message>
        <message>
            <source>Unassigned ({})</source>
            <translation>Non attribué ({})</translation>
        </message>
        <message>
            <source>Cluster {} ({})</source>
            <translation>Cluster {} ({})</translation>
        </message>
        <message>
            <source>Cluster at level {}</source>
            <translation>Cluster au niveau {}</translation>
        </message>
        <message>
            <source>Python interpreter of the worker (empty: find it)</source>
            <translation>Interpréteur Python du worker (vide : le rechercher)</translation>
        </message>
        <message>
            <source>Most that stopped runs may leave in the cache (GB; 0: no limit)</source>
            <translation>Maximum que peuvent laisser les exécutions interrompues dans le cache (Go ; 0 : aucune limite)</translation>
        </message>
    </context>
</TS>
