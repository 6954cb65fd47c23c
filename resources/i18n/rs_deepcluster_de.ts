<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
    <context>
        <name>RsDeepCluster</name>
        <message>
            <source>Map</source>
            <translation>Karte</translation>
        </message>
        <message>
            <source>A cluster layer, or any polygon layer with a field of classes.</source>
            <translation>Ein Clusterlayer oder ein beliebiger Polygonlayer mit einem Klassenfeld.</translation>
        </message>
        <message>
            <source>Field of the map</source>
            <translation>Feld der Karte</translation>
        </message>
        <message>
            <source>The field that holds the classes. Empty: class_code where any scene has a class, else the current cluster.</source>
            <translation>Das Feld, das die Klassen enthält. Leer: class_code, wenn mindestens eine Szene eine Klasse hat, sonst der aktuelle Cluster.</translation>
        </message>
        <message>
            <source>Reference layer</source>
            <translation>Referenzlayer</translation>
        </message>
        <message>
            <source>Points or polygons with labels, in any coordinate reference system. A point labels the scene it lies in; a polygon those that it covers by half at least, and of several the one that covers most of a scene counts. A sample made by Validation sample labels just its own scenes.</source>
            <translation>Punkte oder Polygone mit Labels, in beliebigem Koordinatenbezugssystem. Ein Punkt labelt die Szene, in der er liegt; ein Polygon diejenigen, die es mindestens zur Hälfte bedeckt; von mehreren zählt dasjenige, das den größten Teil einer Szene bedeckt. Eine mit „Validierungsstichprobe“ erstellte Stichprobe labelt nur ihre eigenen Szenen.</translation>
        </message>
        <message>
            <source>Field of the reference</source>
            <translation>Feld der Referenz</translation>
        </message>
        <message>
            <source>The field that holds the labels: codes or names of classes. Features without a label are left out. Without a reference layer, it is a field of the map.</source>
            <translation>Das Feld, das die Labels enthält: Codes oder Namen von Klassen. Objekte ohne Label werden ausgelassen. Ohne Referenzlayer ist es ein Feld der Karte.</translation>
        </message>
        <message>
            <source>Reference raster</source>
            <translation>Referenzraster</translation>
        </message>
        <message>
            <source>A raster of class codes in band 1, in place of a layer. A scene takes the class that most of its pixels have, where at least half of them have one; of a fine raster, 256 x 256 pixels of each scene are looked at.</source>
            <translation>Ein Raster mit Klassencodes in Band 1, anstelle eines Layers. Eine Szene erhält die Klasse, die die meisten ihrer Pixel haben, sofern mindestens die Hälfte eine hat; bei feinen Rastern werden 256 x 256 Pixel jeder Szene betrachtet.</translation>
        </message>
        <message>
            <source>Values of the map</source>
            <translation>Werte der Karte</translation>
        </message>
        <message>
            <source>automatic</source>
            <translation>automatisch</translation>
        </message>
        <message>
            <source>classes</source>
            <translation>Klassen</translation>
        </message>
        <message>
            <source>clusters</source>
            <translation>Cluster</translation>
        </message>
        <message>
            <source>classes mean the same as in the reference; clusters are numbers without a meaning yet. automatic: clusters for the fields of clusters, else classes.</source>
            <translation>Klassen haben dieselbe Bedeutung wie in der Referenz; Cluster sind Nummern, die noch keine Bedeutung haben. automatisch: Cluster bei Clusterfeldern, sonst Klassen.</translation>
        </message>
        <message>
            <source>Confusion matrix</source>
            <translation>Konfusionsmatrix</translation>
        </message>
        <message>
            <source>One row per class on the map, with the number of scenes of each class in the reference (ref_...), their total and the user's accuracy.</source>
            <translation>Eine Zeile je Klasse der Karte, mit der Anzahl der Szenen jeder Klasse in der Referenz (ref_...), ihrer Summe und der Nutzergenauigkeit.</translation>
        </message>
        <message>
            <source>Accuracy of the classes</source>
            <translation>Genauigkeit der Klassen</translation>
        </message>
        <message>
            <source>One row per class: scenes, user's and producer's accuracy, the latter also by area (prod_area), F1, mapped area, and area as estimated from the reference (est_ha), with 95 % confidence intervals. Areas are in hectares on the ellipsoid.</source>
            <translation>Eine Zeile je Klasse: Szenen, Nutzer- und Produzentengenauigkeit, letztere auch nach Fläche (prod_area), F1, kartierte Fläche und die aus der Referenz geschätzte Fläche (est_ha), mit 95-%-Konfidenzintervallen. Flächen in Hektar auf dem Ellipsoid.</translation>
        </message>
        <message>
            <source>Report</source>
            <translation>Bericht</translation>
        </message>
        <message>
            <source>HTML</source>
            <translation>HTML</translation>
        </message>
        <message>
            <source>All numbers, the colored confusion matrix and what was left out, in a file.</source>
            <translation>Alle Zahlen, die farbige Konfusionsmatrix und was ausgelassen wurde, in einer Datei.</translation>
        </message>
        <message>
            <source>Overall accuracy</source>
            <translation>Gesamtgenauigkeit</translation>
        </message>
        <message>
            <source>Overall accuracy of clusters named after labels elsewhere</source>
            <translation>Gesamtgenauigkeit der nach Labels an anderer Stelle benannten Cluster</translation>
        </message>
        <message>
            <source>Kappa</source>
            <translation>Kappa</translation>
        </message>
        <message>
            <source>Standard error of kappa</source>
            <translation>Standardfehler von Kappa</translation>
        </message>
        <message>
            <source>Mean F1 of the classes</source>
            <translation>Mittleres F1 der Klassen</translation>
        </message>
        <message>
            <source>Overall accuracy by area</source>
            <translation>Gesamtgenauigkeit nach Fläche</translation>
        </message>
        <message>
            <source>Overall accuracy by area, lower end</source>
            <translation>Gesamtgenauigkeit nach Fläche, untere Grenze</translation>
        </message>
        <message>
            <source>Overall accuracy by area, upper end</source>
            <translation>Gesamtgenauigkeit nach Fläche, obere Grenze</translation>
        </message>
        <message>
            <source>Accuracy under the best matching</source>
            <translation>Genauigkeit bei bester Zuordnung</translation>
        </message>
        <message>
            <source>Normalized mutual information</source>
            <translation>Normierte Transinformation (NMI)</translation>
        </message>
        <message>
            <source>Adjusted mutual information</source>
            <translation>Bereinigte Transinformation (AMI)</translation>
        </message>
        <message>
            <source>Adjusted Rand index</source>
            <translation>Bereinigter Rand-Index (ARI)</translation>
        </message>
        <message>
            <source>Purity</source>
            <translation>Reinheit</translation>
        </message>
        <message>
            <source>Scenes compared</source>
            <translation>Verglichene Szenen</translation>
        </message>
        <message>
            <source>Number of classes</source>
            <translation>Anzahl der Klassen</translation>
        </message>
        <message>
            <source>Labeled scenes left out</source>
            <translation>Ausgelassene gelabelte Szenen</translation>
        </message>
        <message>
            <source>Clusters</source>
            <translation>Cluster</translation>
        </message>
        <message>
            <source>A layer made by Cluster a raster, Cluster features, Apply clusters or Refine model, in a GeoPackage. It is edited in place; the field cluster stays as it is, each edit is a row in the table rs_deepcluster_history, and Undo takes the last back.</source>
            <translation>Ein mit „Raster clustern“, „Merkmale clustern“, „Cluster anwenden“ oder „Modell verfeinern“ erstellter Layer in einem GeoPackage. Er wird direkt bearbeitet; das Feld cluster bleibt, wie es ist, jede Bearbeitung ist eine Zeile in der Tabelle rs_deepcluster_history, und „Letzte Bearbeitung rückgängig machen“ nimmt die letzte zurück.</translation>
        </message>
        <message>
            <source>Scenes changed</source>
            <translation>Geänderte Szenen</translation>
        </message>
        <message>
            <source>Mapping</source>
            <translation>Zuordnung</translation>
        </message>
        <message>
            <source>Clusters and the codes or names of their classes, as 1=311,2=311,3=Pastures; 4= takes the class of cluster 4 away. Semicolons and new lines separate as well. Empty: the table below, or only the schema is set.</source>
            <translation>Cluster und die Codes oder Namen ihrer Klassen, etwa 1=311,2=311,3=Weiden; 4= nimmt Cluster 4 seine Klasse. Auch Semikolons und Zeilenumbrüche trennen. Leer: die Tabelle unten, oder es wird nur das Schema gesetzt.</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>Tabelle</translation>
        </message>
        <message>
            <source>In place of a mapping: a table with the columns cluster, and class_code or class_name, as Cluster table writes it (GeoPackage, CSV, spreadsheet). Clusters without a class in it stay as they are.</source>
            <translation>Anstelle einer Zuordnung: eine Tabelle mit den Spalten cluster und class_code oder class_name, wie „Clustertabelle“ sie schreibt (GeoPackage, CSV, Tabellenkalkulation). Cluster, die darin keine Klasse haben, bleiben unverändert.</translation>
        </message>
        <message>
            <source>Schema</source>
            <translation>Schema</translation>
        </message>
        <message>
            <source>of the layer</source>
            <translation>des Layers</translation>
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
            <translation>aus Datei</translation>
        </message>
        <message>
            <source>The classes: CORINE Land Cover (levels 1 to 3), the National Land Cover Database of the United States, Anderson's land use and land cover (levels 1 and 2), ESA WorldCover, Dynamic World, FAO's LCCS (top level), or the file or table below. The layer's own is the one that was used last; where there is none, the texts of the mapping become classes.</source>
            <translation>Die Klassen: CORINE Land Cover (Ebenen 1 bis 3), die National Land Cover Database der USA, Landnutzung und Landbedeckung nach Anderson (Ebenen 1 und 2), ESA WorldCover, Dynamic World, LCCS der FAO (oberste Ebene) oder die Datei oder Tabelle unten. Das des Layers ist das zuletzt verwendete; gibt es keines, werden die Texte der Zuordnung zu Klassen.</translation>
        </message>
        <message>
            <source>Schema file</source>
            <translation>Schemadatei</translation>
        </message>
        <message>
            <source>Schemas (*.csv *.json *.geojson *.qml *.clr *.txt)</source>
            <translation>Schemata (*.csv *.json *.geojson *.qml *.clr *.txt)</translation>
        </message>
        <message>
            <source>A schema of your own; it takes the place of the one above. CSV with the columns code, name, color, description and parent (or value, label, red, green, blue), JSON (also a STAC item, a legend of names and colors, and GeoJSON), a categorized, paletted or exact pseudocolor style of QGIS (.qml), or a color table (.clr, .txt). Colors are #rrggbb, red,green,blue or CSS names; classes without one get one.</source>
            <translation>Ein eigenes Schema; es tritt an die Stelle des obigen. CSV mit den Spalten code, name, color, description und parent (oder value, label, red, green, blue), JSON (auch ein STAC-Item, eine Legende aus Namen und Farben, und GeoJSON), ein QGIS-Stil (.qml), der kategorisiert, eine Palette oder eine exakte Pseudofarbdarstellung ist, oder eine Farbtabelle (.clr, .txt). Farben sind #rrggbb, Rot,Grün,Blau oder CSS-Namen; Klassen ohne Farbe erhalten eine.</translation>
        </message>
        <message>
            <source>Encoding of the schema file</source>
            <translation>Kodierung der Schemadatei</translation>
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
            <translation>Westeuropäisch (Windows-1252)</translation>
        </message>
        <message>
            <source>Central European (Windows-1250)</source>
            <translation>Mitteleuropäisch (Windows-1250)</translation>
        </message>
        <message>
            <source>Cyrillic (Windows-1251)</source>
            <translation>Kyrillisch (Windows-1251)</translation>
        </message>
        <message>
            <source>Greek (Windows-1253)</source>
            <translation>Griechisch (Windows-1253)</translation>
        </message>
        <message>
            <source>Turkish (Windows-1254)</source>
            <translation>Türkisch (Windows-1254)</translation>
        </message>
        <message>
            <source>Chinese, simplified (GB18030)</source>
            <translation>Chinesisch, vereinfacht (GB18030)</translation>
        </message>
        <message>
            <source>Chinese, traditional (Big5)</source>
            <translation>Chinesisch, traditionell (Big5)</translation>
        </message>
        <message>
            <source>Japanese (Shift JIS)</source>
            <translation>Japanisch (Shift JIS)</translation>
        </message>
        <message>
            <source>Korean (EUC-KR)</source>
            <translation>Koreanisch (EUC-KR)</translation>
        </message>
        <message>
            <source>Only a file that is neither in UTF-8 nor in an encoding that can be told from others needs it.</source>
            <translation>Nur für Dateien nötig, die weder in UTF-8 noch in einer Kodierung vorliegen, die sich von anderen unterscheiden lässt.</translation>
        </message>
        <message>
            <source>Schema table</source>
            <translation>Schematabelle</translation>
        </message>
        <message>
            <source>A table with the same columns as the CSV file, such as Class schema makes; it takes the place of the schema above.</source>
            <translation>Eine Tabelle mit denselben Spalten wie die CSV-Datei, wie „Klassenschema“ sie erstellt; sie tritt an die Stelle des obigen Schemas.</translation>
        </message>
        <message>
            <source>Keep corrections</source>
            <translation>Korrekturen behalten</translation>
        </message>
        <message>
            <source>Scenes whose class was corrected singly (class_source is scene or label) keep it, also if their cluster gets another one.</source>
            <translation>Szenen, deren Klasse einzeln korrigiert wurde (class_source ist scene oder label), behalten sie, auch wenn ihr Cluster eine andere erhält.</translation>
        </message>
        <message>
            <source>Replace all</source>
            <translation>Alle ersetzen</translation>
        </message>
        <message>
            <source>Clusters that are not named lose the class they have; for another schema, whose classes are not those of the layer.</source>
            <translation>Cluster, die nicht genannt sind, verlieren ihre Klasse; für ein anderes Schema, dessen Klassen nicht die des Layers sind.</translation>
        </message>
        <message>
            <source>Scenes without a class</source>
            <translation>Szenen ohne Klasse</translation>
        </message>
        <message>
            <source>A layer made by Cluster a raster, Cluster features, Apply clusters or Refine model, in any format, or the selected scenes of one.</source>
            <translation>Ein mit „Raster clustern“, „Merkmale clustern“, „Cluster anwenden“ oder „Modell verfeinern“ erstellter Layer in beliebigem Format, oder dessen gewählte Szenen.</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>Feld</translation>
        </message>
        <message>
            <source>Field whose values are the classes. Empty: the class of a scene where it has one, else its current cluster. class_code leaves scenes without a class out.</source>
            <translation>Feld, dessen Werte die Klassen sind. Leer: die Klasse einer Szene, sofern sie eine hat, sonst ihr aktueller Cluster. class_code lässt Szenen ohne Klasse aus.</translation>
        </message>
        <message>
            <source>Raster</source>
            <translation>Raster</translation>
        </message>
        <message>
            <source>Raster whose size, pixels and coordinate reference system are taken. Empty: the raster that a layer in a GeoPackage has noted.</source>
            <translation>Raster, dessen Größe, Pixel und Koordinatenbezugssystem übernommen werden. Leer: das Raster, das ein Layer in einem GeoPackage vermerkt hat.</translation>
        </message>
        <message>
            <source>Pixel size</source>
            <translation>Pixelgröße</translation>
        </message>
        <message>
            <source>In map units of the layer, in place of a raster: pixels of this size cover the extent of the layer.</source>
            <translation>In Karteneinheiten des Layers, anstelle eines Rasters: Pixel dieser Größe decken die Ausdehnung des Layers ab.</translation>
        </message>
        <message>
            <source>Class raster</source>
            <translation>Klassenraster</translation>
        </message>
        <message>
            <source>GeoTIFF with the class of each pixel, tiled and compressed; 8 bits up to value 255, else 16. No data is 0, or 255 (65535) where 0 is a class.</source>
            <translation>GeoTIFF mit der Klasse jedes Pixels, gekachelt und komprimiert; 8 Bit bis zum Wert 255, sonst 16. Nodata ist 0, oder 255 (65535), wenn 0 eine Klasse ist.</translation>
        </message>
        <message>
            <source>A layer made by Cluster a raster, Cluster features, Apply clusters or Refine model, in any format. Only a GeoPackage knows its raster, its settings and its edits.</source>
            <translation>Ein mit „Raster clustern“, „Merkmale clustern“, „Cluster anwenden“ oder „Modell verfeinern“ erstellter Layer in beliebigem Format. Nur ein GeoPackage kennt sein Raster, seine Einstellungen und seine Bearbeitungen.</translation>
        </message>
        <message>
            <source>The raster that the pictures are cut from. Empty: the one that the clusters were made of, or their folder of images; where it is gone, there are no pictures.</source>
            <translation>Das Raster, aus dem die Bilder ausgeschnitten werden. Leer: dasjenige, aus dem die Cluster erstellt wurden, oder deren Bilderordner; ist es nicht mehr vorhanden, gibt es keine Bilder.</translation>
        </message>
        <message>
            <source>Cluster model</source>
            <translation>Clustermodell</translation>
        </message>
        <message>
            <source>Tells the settings and the merge tree of a layer that is in no GeoPackage. Empty: the one that was written with the layer.</source>
            <translation>Liefert die Einstellungen und den Zusammenführungsbaum eines Layers, der nicht in einem GeoPackage liegt. Leer: das Modell, das mit dem Layer geschrieben wurde.</translation>
        </message>
        <message>
            <source>Pictures of each cluster</source>
            <translation>Bilder je Cluster</translation>
        </message>
        <message>
            <source>Its most typical scene comes first, the next ones are as different as it is.</source>
            <translation>Die typischste Szene steht an erster Stelle, die nächsten sind so verschieden, wie der Cluster es ist.</translation>
        </message>
        <message>
            <source>Size of the pictures (pixels)</source>
            <translation>Größe der Bilder (Pixel)</translation>
        </message>
        <message>
            <source>Width and height in pixels. Smaller ones are made where there are so many clusters that the file would become too large to be sent.</source>
            <translation>Breite und Höhe in Pixeln. Bei so vielen Clustern, dass die Datei zum Versenden zu groß würde, werden kleinere Bilder erstellt.</translation>
        </message>
        <message>
            <source>One file with everything in it, of up to about 15 MB.</source>
            <translation>Eine einzige Datei, die alles enthält, bis etwa 15 MB groß.</translation>
        </message>
        <message>
            <source>Number of clusters</source>
            <translation>Anzahl der Cluster</translation>
        </message>
        <message>
            <source>Number of scenes</source>
            <translation>Anzahl der Szenen</translation>
        </message>
        <message>
            <source>Features</source>
            <translation>Merkmale</translation>
        </message>
        <message>
            <source>The features of these scenes, by which the nearest cluster is found. Empty: those that a layer in a GeoPackage has noted; where there are none, clusters are near that are near in the embedding.</source>
            <translation>Die Merkmale dieser Szenen, anhand derer der nächste Cluster bestimmt wird. Leer: diejenigen, die ein Layer in einem GeoPackage vermerkt hat; gibt es keine, gelten Cluster als nah, die in der Einbettung nah beieinander liegen.</translation>
        </message>
        <message>
            <source>The raster whose bands are measured; all but alpha bands, valid pixels only. Empty: the raster that a layer in a GeoPackage has noted.</source>
            <translation>Das Raster, dessen Bänder gemessen werden; alle außer Alphabändern, nur gültige Pixel. Leer: das Raster, das ein Layer in einem GeoPackage vermerkt hat.</translation>
        </message>
        <message>
            <source>Band statistics</source>
            <translation>Bandstatistik</translation>
        </message>
        <message>
            <source>Reads the raster once and adds the mean and the standard deviation of each band. A pixel that several scenes share counts for the scene of the highest probability.</source>
            <translation>Liest das Raster einmal und ergänzt Mittelwert und Standardabweichung jedes Bandes. Ein Pixel, das sich mehrere Szenen teilen, zählt für die Szene mit der höchsten Wahrscheinlichkeit.</translation>
        </message>
        <message>
            <source>Cluster table</source>
            <translation>Clustertabelle</translation>
        </message>
        <message>
            <source>Without geometry: cluster; class_code and class_name, filled in where all scenes agree; hint_name with hint_code, hint_score and hint_by where Suggest names was run, which is a suggestion and no class; scenes; share; area in square meters on the ellipsoid; mean_probability; ambiguous (share of scenes); nearest_cluster with the similarity (cosine of the mean features) and the distance in the embedding; exemplars (scene_id, the most typical first); b1_mean, b1_std and so on. In spreadsheet formats, text that looks like a formula gets a ' in front, which Assign classes takes away again.</source>
            <translation>Ohne Geometrie: cluster; class_code und class_name, ausgefüllt, wenn alle Szenen übereinstimmen; hint_name mit hint_code, hint_score und hint_by, wenn „Namen vorschlagen“ ausgeführt wurde – ein Vorschlag, keine Klasse; scenes; share; area in Quadratmetern auf dem Ellipsoid; mean_probability; ambiguous (Anteil der Szenen); nearest_cluster mit der Ähnlichkeit (Kosinus der mittleren Merkmale) und dem Abstand in der Einbettung; exemplars (scene_id, die typischste zuerst); b1_mean, b1_std usw. In Formaten von Tabellenkalkulationen wird Text, der wie eine Formel aussieht, ein ' vorangestellt, das „Klassen zuweisen“ wieder entfernt.</translation>
        </message>
        <message>
            <source>Map before</source>
            <translation>Karte vorher</translation>
        </message>
        <message>
            <source>Field before</source>
            <translation>Feld vorher</translation>
        </message>
        <message>
            <source>Map after</source>
            <translation>Karte nachher</translation>
        </message>
        <message>
            <source>Field after</source>
            <translation>Feld nachher</translation>
        </message>
        <message>
            <source>Values are</source>
            <translation>Werte sind</translation>
        </message>
        <message>
            <source>the same on both maps</source>
            <translation>auf beiden Karten gleich</translation>
        </message>
        <message>
            <source>numbered differently</source>
            <translation>unterschiedlich nummeriert</translation>
        </message>
        <message>
            <source>the same on both maps: class codes, or clusters of one model (Apply clusters). numbered differently: clusters of maps made separately, which are matched. automatic: fields of clusters are numbered differently, all others are the same.</source>
            <translation>auf beiden Karten gleich: Klassencodes oder Cluster eines gemeinsamen Modells („Cluster anwenden“). unterschiedlich nummeriert: Cluster getrennt erstellter Karten, die einander zugeordnet werden. automatisch: Clusterfelder sind unterschiedlich nummeriert, alle anderen gleich.</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Veränderung</translation>
        </message>
        <message>
            <source>The scenes of the second map with before, after, changed, and change as text (A → B). Scenes that one of the maps says nothing of have no value in changed.</source>
            <translation>Die Szenen der zweiten Karte mit before, after, changed und change als Text (A → B). Szenen, über die eine der Karten nichts aussagt, haben in changed keinen Wert.</translation>
        </message>
        <message>
            <source>Change matrix</source>
            <translation>Veränderungsmatrix</translation>
        </message>
        <message>
            <source>One row per pair of classes that occurs: before, after, scenes and hectares.</source>
            <translation>Eine Zeile je vorkommendem Klassenpaar: before, after, Szenen und Hektar.</translation>
        </message>
        <message>
            <source>The change matrix, the changes by area and the agreement, in one file.</source>
            <translation>Die Veränderungsmatrix, die Veränderungen nach Fläche und die Übereinstimmung, in einer Datei.</translation>
        </message>
        <message>
            <source>Share of scenes that have not changed</source>
            <translation>Anteil der Szenen ohne Veränderung</translation>
        </message>
        <message>
            <source>Share of the area that has not changed</source>
            <translation>Anteil der Fläche ohne Veränderung</translation>
        </message>
        <message>
            <source>Scenes that are not compared</source>
            <translation>Nicht verglichene Szenen</translation>
        </message>
        <message>
            <source>one feature for each class</source>
            <translation>ein Objekt je Klasse</translation>
        </message>
        <message>
            <source>one feature for each area</source>
            <translation>ein Objekt je Fläche</translation>
        </message>
        <message>
            <source>A class may have many areas that do not touch along an edge: one feature of several parts for all of them, or a feature for each. Scenes count for the area that their middle is in.</source>
            <translation>Eine Klasse kann viele Flächen haben, die sich nicht entlang einer Kante berühren: ein mehrteiliges Objekt für alle oder je Fläche ein Objekt. Szenen zählen zu der Fläche, in der ihr Mittelpunkt liegt.</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>Klassen</translation>
        </message>
        <message>
            <source>Polygons with code, name and color of the class, scenes, area in square meters on the ellipsoid (in the plane of a system that has none), mean_probability and the clusters of their scenes. The style is stored with the data.</source>
            <translation>Polygone mit Code, Name und Farbe der Klasse, Szenen, Fläche in Quadratmetern auf dem Ellipsoid (in der Ebene bei Bezugssystemen ohne Ellipsoid), mean_probability und den Clustern ihrer Szenen. Der Stil wird mit den Daten gespeichert.</translation>
        </message>
        <message>
            <source>Number of features</source>
            <translation>Anzahl der Objekte</translation>
        </message>
        <message>
            <source>The layer that holds the examples; its selected scenes are taken where no ids and no expression are given. Found scenes get its clusters and classes.</source>
            <translation>Der Layer, der die Beispiele enthält; seine gewählten Szenen werden verwendet, wenn weder IDs noch ein Ausdruck angegeben sind. Gefundene Szenen erhalten seine Cluster und Klassen.</translation>
        </message>
        <message>
            <source>Examples</source>
            <translation>Beispiele</translation>
        </message>
        <message>
            <source>Numbers of the examples from the field scene_id, as 12, 15-20.</source>
            <translation>Nummern der Beispiele aus dem Feld scene_id, etwa 12, 15-20.</translation>
        </message>
        <message>
            <source>Examples by expression</source>
            <translation>Beispiele nach Ausdruck</translation>
        </message>
        <message>
            <source>Scenes of the layer for which it is true, as "exemplar_rank" = 1 AND "cluster" = 4.</source>
            <translation>Szenen des Layers, für die er wahr ist, etwa "exemplar_rank" = 1 AND "cluster" = 4.</translation>
        </message>
        <message>
            <source>Counterexamples</source>
            <translation>Gegenbeispiele</translation>
        </message>
        <message>
            <source>Numbers of scenes that are not meant, among the features of the examples, as 12, 15-20. A scene that is more like one of these than like the examples is not found.</source>
            <translation>Nummern von Szenen, die nicht gemeint sind, unter den Merkmalen der Beispiele, etwa 12, 15-20. Eine Szene, die einer von diesen ähnlicher ist als den Beispielen, wird nicht gefunden.</translation>
        </message>
        <message>
            <source>The features of the examples, made by Extract features or Cluster a raster. Empty: those that a layer in a GeoPackage has noted.</source>
            <translation>Die Merkmale der Beispiele, erstellt mit „Merkmale extrahieren“ oder „Raster clustern“. Leer: diejenigen, die ein Layer in einem GeoPackage vermerkt hat.</translation>
        </message>
        <message>
            <source>Features to search</source>
            <translation>Zu durchsuchende Merkmale</translation>
        </message>
        <message>
            <source>Where to search: the features of another raster, of the same model. Empty: among the scenes of the examples' own file.</source>
            <translation>Wo gesucht wird: die Merkmale eines anderen Rasters, vom selben Modell. Leer: unter den Szenen der Datei der Beispiele selbst.</translation>
        </message>
        <message>
            <source>Similar to</source>
            <translation>Ähnlich zu</translation>
        </message>
        <message>
            <source>mean of the examples</source>
            <translation>Mittel der Beispiele</translation>
        </message>
        <message>
            <source>nearest example</source>
            <translation>nächstes Beispiel</translation>
        </message>
        <message>
            <source>The mean of the similarities to all examples, for examples of one kind; or the similarity to the nearest example, for examples of several kinds.</source>
            <translation>Der Mittelwert der Ähnlichkeiten zu allen Beispielen, für Beispiele einer Art; oder die Ähnlichkeit zum nächsten Beispiel, für Beispiele mehrerer Arten.</translation>
        </message>
        <message>
            <source>Most scenes</source>
            <translation>Höchstzahl der Szenen</translation>
        </message>
        <message>
            <source>As many of the most similar scenes are found.</source>
            <translation>So viele der ähnlichsten Szenen werden gefunden.</translation>
        </message>
        <message>
            <source>Lowest similarity</source>
            <translation>Geringste Ähnlichkeit</translation>
        </message>
        <message>
            <source>Scenes that are less similar are not found.</source>
            <translation>Weniger ähnliche Szenen werden nicht gefunden.</translation>
        </message>
        <message>
            <source>Similar scenes</source>
            <translation>Ähnliche Szenen</translation>
        </message>
        <message>
            <source>The scenes by rank, with their similarity, and with their cluster and their class in the layer.</source>
            <translation>Die Szenen nach Rang, mit ihrer Ähnlichkeit sowie mit ihrem Cluster und ihrer Klasse im Layer.</translation>
        </message>
        <message>
            <source>Number of scenes found</source>
            <translation>Anzahl der gefundenen Szenen</translation>
        </message>
        <message>
            <source>Merge by</source>
            <translation>Zusammenführen nach</translation>
        </message>
        <message>
            <source>named clusters</source>
            <translation>genannte Cluster</translation>
        </message>
        <message>
            <source>level of the tree</source>
            <translation>Stufe des Baums</translation>
        </message>
        <message>
            <source>similarity</source>
            <translation>Ähnlichkeit</translation>
        </message>
        <message>
            <source>named clusters: those listed below. level of the tree: as many clusters as the detail or the number below say. similarity: all whose mean features are as alike as said below.</source>
            <translation>genannte Cluster: die unten aufgeführten. Stufe des Baums: so viele Cluster, wie Detailgrad oder Anzahl unten angeben. Ähnlichkeit: alle, deren mittlere Merkmale so ähnlich sind wie unten angegeben.</translation>
        </message>
        <message>
            <source>Clusters to merge</source>
            <translation>Zusammenzuführende Cluster</translation>
        </message>
        <message>
            <source>Named clusters: their numbers, as 3, 5, 8 or 3-5.</source>
            <translation>genannte Cluster: ihre Nummern, etwa 3, 5, 8 oder 3-5.</translation>
        </message>
        <message>
            <source>Merge into cluster</source>
            <translation>Zusammenführen in Cluster</translation>
        </message>
        <message>
            <source>Named clusters: the cluster whose number and class remain. Empty: the largest of them.</source>
            <translation>genannte Cluster: der Cluster, dessen Nummer und Klasse erhalten bleiben. Leer: der größte von ihnen.</translation>
        </message>
        <message>
            <source>Detail</source>
            <translation>Detailgrad</translation>
        </message>
        <message>
            <source>coarse</source>
            <translation>grob</translation>
        </message>
        <message>
            <source>balanced</source>
            <translation>ausgewogen</translation>
        </message>
        <message>
            <source>fine</source>
            <translation>fein</translation>
        </message>
        <message>
            <source>Level of the tree: how many clusters remain. Only the Dirichlet process mixture knows these; for other clusters give the number.</source>
            <translation>Stufe des Baums: wie viele Cluster übrig bleiben. Nur die Dirichlet-Prozess-Mischung kennt diese Stufen; für andere Cluster ist die Anzahl anzugeben.</translation>
        </message>
        <message>
            <source>Level of the tree: as many clusters remain, whatever the detail.</source>
            <translation>Stufe des Baums: so viele Cluster bleiben übrig, unabhängig vom Detailgrad.</translation>
        </message>
        <message>
            <source>Similarity</source>
            <translation>Ähnlichkeit</translation>
        </message>
        <message>
            <source>Similarity: clusters are merged whose mean features have a cosine similarity of at least this, by average linkage. The features are centered, so that 0 is the similarity of clusters that have nothing in common.</source>
            <translation>Ähnlichkeit: Zusammengeführt werden Cluster, deren mittlere Merkmale mindestens diese Kosinus-Ähnlichkeit haben, nach Average-Linkage. Die Merkmale sind zentriert, sodass 0 die Ähnlichkeit von Clustern ist, die nichts gemeinsam haben.</translation>
        </message>
        <message>
            <source>Only clusters that are merged by similarity need it.</source>
            <translation>Nur für Cluster nötig, die nach Ähnlichkeit zusammengeführt werden.</translation>
        </message>
        <message>
            <source>Features (*.parquet)</source>
            <translation>Merkmale (*.parquet)</translation>
        </message>
        <message>
            <source>The features of the layer's scenes, made by Cluster a raster or Extract features. Empty: the file that was made with the layer. </source>
            <translation>Die Merkmale der Szenen des Layers, erstellt mit „Raster clustern“ oder „Merkmale extrahieren“. Leer: die Datei, die mit dem Layer erstellt wurde. </translation>
        </message>
        <message>
            <source>Selected scenes</source>
            <translation>Gewählte Szenen</translation>
        </message>
        <message>
            <source>The scenes that are selected in the layer.</source>
            <translation>Die im Layer gewählten Szenen.</translation>
        </message>
        <message>
            <source>Listed scenes</source>
            <translation>Aufgeführte Szenen</translation>
        </message>
        <message>
            <source>Numbers from the field scene_id, as 12, 15-20.</source>
            <translation>Nummern aus dem Feld scene_id, etwa 12, 15-20.</translation>
        </message>
        <message>
            <source>Scenes by expression</source>
            <translation>Szenen nach Ausdruck</translation>
        </message>
        <message>
            <source>Scenes for which this is true, as cluster = 3 and probability &lt; 0.4.</source>
            <translation>Szenen, für die dies wahr ist, etwa cluster = 3 and probability &lt; 0.4.</translation>
        </message>
        <message>
            <source>Scenes inside polygons</source>
            <translation>Szenen innerhalb von Polygonen</translation>
        </message>
        <message>
            <source>Polygons in any coordinate reference system. Scenes with their center inside are taken.</source>
            <translation>Polygone in beliebigem Koordinatenbezugssystem. Verwendet werden Szenen, deren Mittelpunkt darin liegt.</translation>
        </message>
        <message>
            <source>To cluster</source>
            <translation>In Cluster</translation>
        </message>
        <message>
            <source>The number of the cluster that the scenes are moved to. 0: a new cluster.</source>
            <translation>Die Nummer des Clusters, in den die Szenen verschoben werden. 0: ein neuer Cluster.</translation>
        </message>
        <message>
            <source>To class</source>
            <translation>In Klasse</translation>
        </message>
        <message>
            <source>Code or name of a class of the layer's schema. Where the layer has no schema, any name.</source>
            <translation>Code oder Name einer Klasse aus dem Schema des Layers. Hat der Layer kein Schema, ein beliebiger Name.</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>Bearbeitung</translation>
        </message>
        <message>
            <source>The classes: CORINE Land Cover (levels 1 to 3), the National Land Cover Database of the United States, Anderson's land use and land cover (levels 1 and 2), ESA WorldCover, Dynamic World, FAO's LCCS (top level), or the file or table below.</source>
            <translation>Die Klassen: CORINE Land Cover (Ebenen 1 bis 3), die National Land Cover Database der USA, Landnutzung und Landbedeckung nach Anderson (Ebenen 1 und 2), ESA WorldCover, Dynamic World, LCCS der FAO (oberste Ebene) oder die Datei oder Tabelle unten.</translation>
        </message>
        <message>
            <source>Level</source>
            <translation>Ebene</translation>
        </message>
        <message>
            <source>Only the classes of this level, 1 being the top. Empty: all levels.</source>
            <translation>Nur die Klassen dieser Ebene, wobei 1 die oberste ist. Leer: alle Ebenen.</translation>
        </message>
        <message>
            <source>One row per class, without geometry: code, name, color, description and parent, which is the code of the class above it.</source>
            <translation>Eine Zeile je Klasse, ohne Geometrie: code, name, color, description und parent, der Code der übergeordneten Klasse.</translation>
        </message>
        <message>
            <source>Schema as JSON</source>
            <translation>Schema als JSON</translation>
        </message>
        <message>
            <source>The same as one file, to keep and to share.</source>
            <translation>Dasselbe als eine Datei, zum Aufbewahren und Weitergeben.</translation>
        </message>
        <message>
            <source>Smooth</source>
            <translation>Zu glätten</translation>
        </message>
        <message>
            <source>automatic: classes where any are assigned, else clusters.</source>
            <translation>automatisch: Klassen, wenn welche zugewiesen sind, sonst Cluster.</translation>
        </message>
        <message>
            <source>Radius (scenes)</source>
            <translation>Radius (Szenen)</translation>
        </message>
        <message>
            <source>Scenes of a grid: how many rows and columns around a scene are its neighborhood; 1 are its eight neighbors.</source>
            <translation>Szenen eines Gitters: wie viele Zeilen und Spalten um eine Szene ihre Nachbarschaft bilden; 1 sind ihre acht Nachbarn.</translation>
        </message>
        <message>
            <source>Iterations</source>
            <translation>Iterationen</translation>
        </message>
        <message>
            <source>How often the majority is taken; it ends before where nothing changes. 0: only small groups are dissolved.</source>
            <translation>Wie oft die Mehrheit genommen wird; endet früher, wenn sich nichts ändert. 0: Es werden nur kleine Gruppen aufgelöst.</translation>
        </message>
        <message>
            <source>Weight of the scene itself</source>
            <translation>Gewicht der Szene selbst</translation>
        </message>
        <message>
            <source>How many times its probability a scene weighs in its own neighborhood.</source>
            <translation>Mit dem Wievielfachen ihrer Wahrscheinlichkeit eine Szene in ihrer eigenen Nachbarschaft zählt.</translation>
        </message>
        <message>
            <source>Minimum mapping unit (scenes)</source>
            <translation>Kleinste Kartiereinheit (Szenen)</translation>
        </message>
        <message>
            <source>Connected groups of fewer scenes dissolve into the class with which they have the longest border, weighted by the probability of the scenes there. 1: none do.</source>
            <translation>Zusammenhängende Gruppen von weniger Szenen gehen in der Klasse auf, mit der sie die längste Grenze haben, gewichtet mit der Wahrscheinlichkeit der dortigen Szenen. 1: keine.</translation>
        </message>
        <message>
            <source>Only below this probability</source>
            <translation>Nur unter dieser Wahrscheinlichkeit</translation>
        </message>
        <message>
            <source>Only scenes with a smaller probability change. Empty: all may.</source>
            <translation>Nur Szenen mit geringerer Wahrscheinlichkeit ändern sich. Leer: alle können sich ändern.</translation>
        </message>
        <message>
            <source>Cluster</source>
            <translation>Cluster</translation>
        </message>
        <message>
            <source>The number of the cluster that is split.</source>
            <translation>Die Nummer des Clusters, der geteilt wird.</translation>
        </message>
        <message>
            <source>Number of parts</source>
            <translation>Anzahl der Teile</translation>
        </message>
        <message>
            <source>Empty: inferred from the scenes, up to 8; two for the merge tree.</source>
            <translation>Leer: aus den Szenen abgeleitet, bis 8; zwei beim Zusammenführungsbaum.</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>Methode</translation>
        </message>
        <message>
            <source>Dirichlet process mixture</source>
            <translation>Dirichlet-Prozess-Mischung</translation>
        </message>
        <message>
            <source>Gaussian mixture</source>
            <translation>Gauß-Mischung</translation>
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
            <translation>Zusammenführungsbaum</translation>
        </message>
        <message>
            <source>How the scenes are clustered. merge tree: by the last merges of the tree that was made with the layer, without looking at the features again; only for clusters of the Dirichlet process mixture and for those that were merged.</source>
            <translation>Wie die Szenen geclustert werden. Zusammenführungsbaum: nach den letzten Zusammenführungen des Baums, der mit dem Layer erstellt wurde, ohne die Merkmale erneut zu betrachten; nur für Cluster der Dirichlet-Prozess-Mischung und für zusammengeführte Cluster.</translation>
        </message>
        <message>
            <source>Without it the scenes are split by umap_x and umap_y of the layer.</source>
            <translation>Ohne sie werden die Szenen nach umap_x und umap_y des Layers geteilt.</translation>
        </message>
        <message>
            <source>Projection</source>
            <translation>Projektion</translation>
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
            <translation>Wie die Merkmale nur dieser Szenen projiziert werden, bevor sie geclustert werden.</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Startwert</translation>
        </message>
        <message>
            <source>The same seed gives the same map on the same computer.</source>
            <translation>Derselbe Startwert ergibt auf demselben Rechner dieselbe Karte.</translation>
        </message>
        <message>
            <source>The raster that tells what the scenes are. Empty: the raster that a layer in a GeoPackage has noted.</source>
            <translation>Das Raster, das angibt, was die Szenen sind. Leer: das Raster, das ein Layer in einem GeoPackage vermerkt hat.</translation>
        </message>
        <message>
            <source>Colors of the bands</source>
            <translation>Farben der Bänder</translation>
        </message>
        <message>
            <source>What each band of the raster is, in their order and with commas: blue, green, red, nir, swir1, swir2, or - for another. Empty: as names and wavelengths in the file tell.</source>
            <translation>Was jedes Band des Rasters ist, in der Reihenfolge der Bänder und durch Kommas getrennt: blue, green, red, nir, swir1, swir2, oder - für ein anderes. Leer: wie Namen und Wellenlängen in der Datei angeben.</translation>
        </message>
        <message>
            <source>Weights of a text encoder</source>
            <translation>Gewichte eines Text-Encoders</translation>
        </message>
        <message>
            <source>Weights (*.pt *.pth *.bin *.safetensors)</source>
            <translation>Gewichte (*.pt *.pth *.bin *.safetensors)</translation>
        </message>
        <message>
            <source>Weights of CLIP in the layout of OpenCLIP, such as RemoteCLIP-ViT-B-32.pt or RS5M_ViT-B-32.pt (GeoRSCLIP), which are not part of the plugin; the worker's Python needs the package open_clip_torch. Empty: names are suggested by the bands.</source>
            <translation>Gewichte von CLIP im Aufbau von OpenCLIP, etwa RemoteCLIP-ViT-B-32.pt oder RS5M_ViT-B-32.pt (GeoRSCLIP), die nicht Teil des Plugins sind; das Python des Workers braucht das Paket open_clip_torch. Leer: Namen werden anhand der Bänder vorgeschlagen.</translation>
        </message>
        <message>
            <source>Architecture of the text encoder</source>
            <translation>Architektur des Text-Encoders</translation>
        </message>
        <message>
            <source>What OpenCLIP calls it: ViT-B-32 and ViT-L-14 of RemoteCLIP and GeoRSCLIP, or RN50.</source>
            <translation>Wie OpenCLIP sie nennt: ViT-B-32 und ViT-L-14 bei RemoteCLIP und GeoRSCLIP, oder RN50.</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>Prompt</translation>
        </message>
        <message>
            <source>The sentence that names are put into, in place of the {}.</source>
            <translation>Der Satz, in den Namen anstelle von {} eingesetzt werden.</translation>
        </message>
        <message>
            <source>Table of suggestions</source>
            <translation>Tabelle der Vorschläge</translation>
        </message>
        <message>
            <source>A row for each cluster: its scenes, the suggestion, the second best one, and the means of what was measured.</source>
            <translation>Eine Zeile je Cluster: seine Szenen, der Vorschlag, der zweitbeste und die Mittelwerte des Gemessenen.</translation>
        </message>
        <message>
            <source>Clusters with a name</source>
            <translation>Cluster mit Namen</translation>
        </message>
        <message>
            <source>Sample size (scenes)</source>
            <translation>Stichprobengröße (Szenen)</translation>
        </message>
        <message>
            <source>Scenes in all. Empty: as many as the standard error below needs.</source>
            <translation>Szenen insgesamt. Leer: so viele, wie der Standardfehler unten erfordert.</translation>
        </message>
        <message>
            <source>Standard error</source>
            <translation>Standardfehler</translation>
        </message>
        <message>
            <source>The standard error that overall accuracy is to have, where no sample size is given; half the confidence interval is about twice as wide.</source>
            <translation>Der Standardfehler, den die Gesamtgenauigkeit haben soll, wenn keine Stichprobengröße angegeben ist; das halbe Konfidenzintervall ist etwa doppelt so breit.</translation>
        </message>
        <message>
            <source>Expected user's accuracy</source>
            <translation>Erwartete Nutzergenauigkeit</translation>
        </message>
        <message>
            <source>What part of each mapped class you guess to be right, from 0 to 1, where no sample size is given: one number, and others for single classes by code or name, as in 0.8,311=0.95,112=0.7.</source>
            <translation>Welcher Anteil jeder kartierten Klasse vermutlich richtig ist, von 0 bis 1, wenn keine Stichprobengröße angegeben ist: eine Zahl, und andere für einzelne Klassen nach Code oder Name, wie in 0.8,311=0.95,112=0.7.</translation>
        </message>
        <message>
            <source>Allocation</source>
            <translation>Aufteilung</translation>
        </message>
        <message>
            <source>proportional</source>
            <translation>proportional</translation>
        </message>
        <message>
            <source>equal</source>
            <translation>gleich</translation>
        </message>
        <message>
            <source>How the sample is divided among the classes. balanced: by their areas, but rare classes get the minimum below. proportional: by their areas. equal: as many of each. A class gives two scenes at least, and no more than it has.</source>
            <translation>Wie die Stichprobe auf die Klassen verteilt wird. ausgewogen: nach ihren Flächen, wobei seltene Klassen das Minimum unten erhalten. proportional: nach ihren Flächen. gleich: gleich viele von jeder. Eine Klasse liefert mindestens zwei Szenen, und nicht mehr, als sie hat.</translation>
        </message>
        <message>
            <source>Minimum of a class</source>
            <translation>Minimum je Klasse</translation>
        </message>
        <message>
            <source>Scenes of a rare class in a balanced allocation, or all that there are. In a small sample, which has no room for it, all classes get the same.</source>
            <translation>Szenen einer seltenen Klasse bei ausgewogener Aufteilung, oder alle vorhandenen. In einer kleinen Stichprobe, die dafür keinen Platz hat, erhalten alle Klassen gleich viele.</translation>
        </message>
        <message>
            <source>Geometry</source>
            <translation>Geometrie</translation>
        </message>
        <message>
            <source>polygons</source>
            <translation>Polygone</translation>
        </message>
        <message>
            <source>centroids</source>
            <translation>Zentroide</translation>
        </message>
        <message>
            <source>The sampled scenes as polygons, or as points in their middle.</source>
            <translation>Die Szenen der Stichprobe als Polygone oder als Punkte in ihrer Mitte.</translation>
        </message>
        <message>
            <source>The same seed draws the same sample.</source>
            <translation>Derselbe Startwert zieht dieselbe Stichprobe.</translation>
        </message>
        <message>
            <source>Sample</source>
            <translation>Stichprobe</translation>
        </message>
        <message>
            <source>Scenes with number (the random order), scene_id, reference (empty, to be filled in), map_class and weight, which the attribute form hides.</source>
            <translation>Szenen mit number (der zufälligen Reihenfolge), scene_id, reference (leer, zum Ausfüllen) sowie map_class und weight, die das Attributformular ausblendet.</translation>
        </message>
        <message>
            <source>Scenes in the sample</source>
            <translation>Szenen in der Stichprobe</translation>
        </message>
        <message>
            <source>A file made by Cluster a raster or Cluster features.</source>
            <translation>Eine mit „Raster clustern“ oder „Merkmale clustern“ erstellte Datei.</translation>
        </message>
        <message>
            <source>Imagery of any kind that QGIS opens: files of any band count and data type, virtual rasters, and web layers (WMS, XYZ) with an extent and a pixel size.</source>
            <translation>Bilddaten jeder Art, die QGIS öffnet: Dateien mit beliebiger Bandzahl und beliebigem Datentyp, virtuelle Raster und Weblayer (WMS, XYZ) mit Ausdehnung und Pixelgröße.</translation>
        </message>
        <message>
            <source>Bands</source>
            <translation>Bänder</translation>
        </message>
        <message>
            <source>Bands that make the scenes, in the order red, green, blue for three; on the command line as 4;1;2. Empty: red, green and blue where the file names them, else its first three bands. The model has three channels: one band fills all three; of two, the third is their mean; of more than three, channel 1 is the mean of bands 1, 4, 7, channel 2 of 2, 5, 8, channel 3 of 3, 6, 9 and so on, in the order chosen. A model that was fine-tuned on another number of bands takes just as many, where none are chosen the first ones.</source>
            <translation>Bänder, aus denen die Szenen entstehen, bei dreien in der Reihenfolge Rot, Grün, Blau; auf der Kommandozeile als 4;1;2. Leer: Rot, Grün und Blau, wenn die Datei sie benennt, sonst ihre ersten drei Bänder. Das Modell hat drei Kanäle: Ein Band füllt alle drei; bei zweien ist der dritte ihr Mittelwert; bei mehr als dreien ist Kanal 1 der Mittelwert der Bänder 1, 4, 7, Kanal 2 von 2, 5, 8, Kanal 3 von 3, 6, 9 usw., in der gewählten Reihenfolge. Ein Modell, das auf eine andere Bandzahl feinabgestimmt wurde, verwendet genau so viele, und zwar die ersten, wenn keine gewählt sind.</translation>
        </message>
        <message>
            <source>Extent</source>
            <translation>Ausdehnung</translation>
        </message>
        <message>
            <source>Part of the raster to use, in any coordinate reference system. The grid starts at its upper left pixel. Empty: all of the raster. Web layers need an extent.</source>
            <translation>Zu verwendender Teil des Rasters, in beliebigem Koordinatenbezugssystem. Das Gitter beginnt an dessen oberem linken Pixel. Leer: das ganze Raster. Weblayer benötigen eine Ausdehnung.</translation>
        </message>
        <message>
            <source>Pixel size of a web layer (map units)</source>
            <translation>Pixelgröße von Weblayern (Einheiten)</translation>
        </message>
        <message>
            <source>Only for layers that are not files (WMS, XYZ, PostGIS raster): pixel size in map units at which they are fetched.</source>
            <translation>Nur für Layer, die keine Dateien sind (WMS, XYZ, PostGIS-Raster): Pixelgröße in Karteneinheiten, mit der sie abgerufen werden.</translation>
        </message>
        <message>
            <source>Features of the same model, in place of a raster.</source>
            <translation>Merkmale desselben Modells, anstelle eines Rasters.</translation>
        </message>
        <message>
            <source>as saved</source>
            <translation>wie gespeichert</translation>
        </message>
        <message>
            <source>Dirichlet process mixture: another level of detail than the clusters were saved with. Nothing is fitted; the clusters of each level have their own numbers.</source>
            <translation>Dirichlet-Prozess-Mischung: ein anderer Detailgrad als der, mit dem die Cluster gespeichert wurden. Es wird nichts angepasst; die Cluster jeder Stufe haben eigene Nummern.</translation>
        </message>
        <message>
            <source>Scene or cell size</source>
            <translation>Szenen- oder Zellengröße</translation>
        </message>
        <message>
            <source>Width and height of a scene or cell, which gets one cluster, in whole pixels or in the units chosen. Empty: the size the clusters were fitted with, in pixels.</source>
            <translation>Breite und Höhe einer Szene oder Zelle, die einen Cluster erhält, in ganzen Pixeln oder in den gewählten Einheiten. Leer: die Größe, mit der die Cluster angepasst wurden, in Pixeln.</translation>
        </message>
        <message>
            <source>Context</source>
            <translation>Kontext</translation>
        </message>
        <message>
            <source>Width and height of the windows that the model sees, each with many cells in it: scenes are then cells that are told apart by what lies in them and around them, as small as a sixteenth of a window; an eighth is a good start. One look serves all cells of a window, so this is faster than small scenes, and the map is finer. It is rounded to a whole number of cells. In the units of the size. Where the size is left out, it is that of the clusters' own cells.</source>
            <translation>Breite und Höhe der Fenster, die das Modell sieht, jedes mit vielen Zellen darin: Szenen sind dann Zellen, die danach unterschieden werden, was in ihnen und um sie herum liegt, bis hinab zu einem Sechzehntel eines Fensters; ein Achtel ist ein guter Anfang. Ein Blick genügt für alle Zellen eines Fensters, daher geht es schneller als mit kleinen Szenen, und die Karte ist feiner. Der Wert wird auf eine ganze Anzahl von Zellen gerundet. In den Einheiten der Größe. Fehlt die Größe, gilt die der eigenen Zellen der Cluster.</translation>
        </message>
        <message>
            <source>Units of size, context and stride</source>
            <translation>Einheiten von Größe, Kontext und Schrittweite</translation>
        </message>
        <message>
            <source>pixels</source>
            <translation>Pixel</translation>
        </message>
        <message>
            <source>map units</source>
            <translation>Karteneinheiten</translation>
        </message>
        <message>
            <source>Pixels, or units of the raster's CRS, which are rounded to whole pixels.</source>
            <translation>Pixel, oder Einheiten des KBS des Rasters, die auf ganze Pixel gerundet werden.</translation>
        </message>
        <message>
            <source>Stride</source>
            <translation>Schrittweite</translation>
        </message>
        <message>
            <source>Distance between the starts of neighboring scenes. Empty: the scene size, so that scenes touch and do not overlap.</source>
            <translation>Abstand zwischen den Anfängen benachbarter Szenen. Leer: die Szenengröße, sodass Szenen aneinandergrenzen und sich nicht überlappen.</translation>
        </message>
        <message>
            <source>Scenes at the edge</source>
            <translation>Szenen am Rand</translation>
        </message>
        <message>
            <source>keep</source>
            <translation>behalten</translation>
        </message>
        <message>
            <source>drop</source>
            <translation>auslassen</translation>
        </message>
        <message>
            <source>shift</source>
            <translation>verschieben</translation>
        </message>
        <message>
            <source>What becomes of scenes that would hang over the raster's right and lower edge. shift: they are moved inwards, so that the model sees whole scenes; the overlap stays with their neighbors, and their footprints are what is left, so that footprints cover each pixel once. keep: they hang over, and what is outside the raster counts as no data. drop: they are left out.</source>
            <translation>Was mit Szenen geschieht, die über den rechten und unteren Rand des Rasters hinausragen würden. verschieben: Sie werden nach innen verschoben, sodass das Modell ganze Szenen sieht; die Überlappung bleibt bei ihren Nachbarn, und ihr Footprint ist der Rest, sodass die Footprints jedes Pixel einmal abdecken. behalten: Sie ragen hinaus, und was außerhalb des Rasters liegt, gilt als Nodata. auslassen: Sie werden ausgelassen.</translation>
        </message>
        <message>
            <source>Mask</source>
            <translation>Maske</translation>
        </message>
        <message>
            <source>Polygons in any coordinate reference system; only scenes with area inside them are made.</source>
            <translation>Polygone in beliebigem Koordinatenbezugssystem; es werden nur Szenen mit Fläche innerhalb der Polygone erstellt.</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>auto</source>
            <translation>automatisch</translation>
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
            <translation>automatisch nimmt CUDA, sonst Apples MPS, sonst die CPU.</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>Rechengenauigkeit</translation>
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
            <translation>automatisch ermittelt einmalig, was auf diesem Rechner am schnellsten ist und die Merkmale bewahrt (Kosinus über 0,999), und bleibt dabei: auf Prozessoren int8, bf16 oder fp32, auf GPUs bf16 oder fp16. int8 gibt es nur auf Prozessoren, fp16 nur auf GPUs. Ein anderer Rechner kann zu einem anderen Ergebnis kommen: Einen festen Wert wählen, wenn eine Karte anderswo erneut erstellt werden soll.</translation>
        </message>
        <message>
            <source>Batch size (0: automatic)</source>
            <translation>Batchgröße (0: automatisch)</translation>
        </message>
        <message>
            <source>Scenes that go through the model together; 0 chooses. It is halved where memory runs out. The features do not depend on it.</source>
            <translation>Szenen, die gemeinsam durch das Modell laufen; 0 wählt selbst. Sie wird halbiert, wenn der Speicher nicht reicht. Die Merkmale hängen nicht davon ab.</translation>
        </message>
        <message>
            <source>Threads (0: all)</source>
            <translation>Threads (0: alle)</translation>
        </message>
        <message>
            <source>Processor threads for the model; 0 takes all cores, never more.</source>
            <translation>Prozessor-Threads für das Modell; 0 nimmt alle Kerne, nie mehr.</translation>
        </message>
        <message>
            <source>Dask scheduler</source>
            <translation>Dask-Scheduler</translation>
        </message>
        <message>
            <source>Address of a Dask scheduler, as in tcp://host:8786 or tls://host:8786, whose workers make features, place scenes and assign them to clusters. They have this version of the plugin, and see the raster, a weights file of your own and the plugin's folder in the home directory under the same paths. Empty: what the environment variable RSDEEPCLUSTER_SCHEDULER says, else this computer alone.</source>
            <translation>Adresse eines Dask-Schedulers, etwa tcp://host:8786 oder tls://host:8786, dessen Worker Merkmale berechnen, Szenen platzieren und Clustern zuordnen. Sie haben diese Version des Plugins und sehen das Raster, eine eigene Gewichtsdatei und den Ordner des Plugins im Home-Verzeichnis unter denselben Pfaden. Leer: was die Umgebungsvariable RSDEEPCLUSTER_SCHEDULER angibt, sonst nur dieser Computer.</translation>
        </message>
        <message>
            <source>Place for parts</source>
            <translation>Ort für Teile</translation>
        </message>
        <message>
            <source>For workers that do not see the plugin's folder: another folder that all machines share, or an address such as s3://bucket/parts or gs://bucket/parts, by which finished parts come back. Empty: what the environment variable RSDEEPCLUSTER_PARTS says, else the plugin's folder.</source>
            <translation>Für Worker, die den Ordner des Plugins nicht sehen: ein anderer Ordner, den alle Rechner gemeinsam haben, oder eine Adresse wie s3://bucket/parts oder gs://bucket/parts, über die fertige Teile zurückkommen. Leer: was die Umgebungsvariable RSDEEPCLUSTER_PARTS angibt, sonst der Ordner des Plugins.</translation>
        </message>
        <message>
            <source>More rasters</source>
            <translation>Weitere Raster</translation>
        </message>
        <message>
            <source>Other sheets of the same survey, which are read as one raster with the first: one grid, one map, and in layers of scenes a field source that says which sheet a scene is of. They must have the number of bands and the data type of the first. Sheets in another coordinate reference system, or with pixels of half to twice the size, are warped onto the pixels of the first. What else there is, and what can't be read, is left out and named in the log.</source>
            <translation>Weitere Blätter derselben Aufnahme, die mit dem ersten als ein Raster gelesen werden: ein Gitter, eine Karte und in Layern von Szenen ein Feld source, das angibt, von welchem Blatt eine Szene stammt. Sie müssen Anzahl der Bänder und Datentyp des ersten haben. Blätter in einem anderen Koordinatenbezugssystem oder mit halb bis doppelt so großen Pixeln werden auf die Pixel des ersten umgerechnet. Was sonst davon abweicht oder nicht lesbar ist, wird ausgelassen und im Protokoll genannt.</translation>
        </message>
        <message>
            <source>More rasters from a folder or list</source>
            <translation>Weitere Raster aus Ordner oder Liste</translation>
        </message>
        <message>
            <source>Lists of rasters (*.txt *.csv *.vrt *.json *.geojson *.gpkg *.shp *.fgb);;All files (*)</source>
            <translation>Listen von Rastern (*.txt *.csv *.vrt *.json *.geojson *.gpkg *.shp *.fgb);;Alle Dateien (*)</translation>
        </message>
        <message>
            <source>In place of, or beside, rasters chosen one by one: a folder; a text file with a path on each line; a virtual raster, for its sources; a tile index with a field location; a STAC item collection (JSON), also by its address (https://). Nothing else is looked up on a network.</source>
            <translation>Anstelle von einzeln gewählten Rastern oder zusätzlich zu ihnen: ein Ordner; eine Textdatei mit einem Pfad je Zeile; ein virtuelles Raster, für dessen Quellen; ein Kachelindex mit einem Feld location; eine STAC-Item-Sammlung (JSON), auch über ihre Adresse (https://). Sonst wird nichts in einem Netzwerk abgefragt.</translation>
        </message>
        <message>
            <source>Asset of a STAC catalog</source>
            <translation>Asset eines STAC-Katalogs</translation>
        </message>
        <message>
            <source>Name or role of the asset that is the raster. Empty: the only raster of each item, or the only one with the role data.</source>
            <translation>Name oder Rolle des Assets, das das Raster ist. Leer: das einzige Raster jedes Items, oder das einzige mit der Rolle data.</translation>
        </message>
        <message>
            <source>Tone of more rasters</source>
            <translation>Tonwerte weiterer Raster</translation>
        </message>
        <message>
            <source>as overlaps say</source>
            <translation>je nach Überlappungen</translation>
        </message>
        <message>
            <source>one stretch for all</source>
            <translation>eine Streckung für alle</translation>
        </message>
        <message>
            <source>a stretch for each raster</source>
            <translation>eine Streckung je Raster</translation>
        </message>
        <message>
            <source>matched to the neighbors</source>
            <translation>an die Nachbarn angeglichen</translation>
        </message>
        <message>
            <source>Sheets of different tones would become clusters of their own. matched to the neighbors: gain and offset of each sheet follow from the pixels that it shares with others, or that lie on both sides of a seam. as overlaps say: matched where these differ, else one stretch for all.</source>
            <translation>Blätter mit verschiedenen Tonwerten würden zu eigenen Clustern. an die Nachbarn angeglichen: Verstärkung und Offset jedes Blatts ergeben sich aus den Pixeln, die es mit anderen gemeinsam hat oder die beiderseits einer Naht liegen. je nach Überlappungen: angeglichen, wo diese sich unterscheiden, sonst eine Streckung für alle.</translation>
        </message>
        <message>
            <source>Each date by itself</source>
            <translation>Jeden Zeitpunkt für sich</translation>
        </message>
        <message>
            <source>Of more rasters, those of each date become scenes of their own, on one grid, with a field date: clusters then mean the same on all dates. Dates are those of a catalog, of the files' tags, or in their names (20210530, 2021-05-30). Otherwise, where sheets overlap, a scene is of the one with more data, then of the one whose center is nearer.</source>
            <translation>Bei weiteren Rastern werden die jedes Zeitpunkts zu eigenen Szenen, auf einem gemeinsamen Gitter, mit einem Feld date: Cluster bedeuten dann zu allen Zeitpunkten dasselbe. Zeitpunkte stammen aus einem Katalog, aus den Tags der Dateien oder aus deren Namen (20210530, 2021-05-30). Andernfalls gehört eine Szene dort, wo Blätter sich überlappen, zu dem mit mehr Daten, dann zu dem, dessen Mitte näher liegt.</translation>
        </message>
        <message>
            <source>Scenes with their clusters. The style is stored with the data: inside a GeoPackage, as QML beside other formats. A GeoPackage can be edited with the algorithms of the group Classes.</source>
            <translation>Szenen mit ihren Clustern. Der Stil wird mit den Daten gespeichert: im GeoPackage selbst, bei anderen Formaten als QML daneben. Ein GeoPackage lässt sich mit den Algorithmen der Gruppe „Klassen“ bearbeiten.</translation>
        </message>
        <message>
            <source>Memberships</source>
            <translation>Zugehörigkeiten</translation>
        </message>
        <message>
            <source>Adds a field member_1, member_2 and so on for each cluster, with the probability that the scene belongs to it, for the 100 largest clusters at most. For all methods; HDBSCAN knows only that of the scene's own cluster.</source>
            <translation>Fügt für jeden Cluster ein Feld member_1, member_2 usw. hinzu, mit der Wahrscheinlichkeit, dass die Szene zu ihm gehört, für höchstens die 100 größten Cluster. Für alle Methoden; HDBSCAN kennt nur die des eigenen Clusters der Szene.</translation>
        </message>
        <message>
            <source>Raster of clusters</source>
            <translation>Raster der Cluster</translation>
        </message>
        <message>
            <source>GeoTIFF with the bands cluster, probability and second_cluster, and -1 where there is none: a pixel for each scene where these are the cells of one regular grid that touch and don't overlap, else the pixels of the raster, where the scene of the highest probability counts. Maps of millions of cells are quicker to look at in it. Not made where it is not asked for.</source>
            <translation>GeoTIFF mit den Bändern cluster, probability und second_cluster, und -1, wo es nichts gibt: ein Pixel je Szene, wenn diese die Zellen eines einzigen regelmäßigen Gitters sind, die aneinandergrenzen und sich nicht überlappen, sonst die Pixel des Rasters, wobei die Szene mit der höchsten Wahrscheinlichkeit zählt. Karten mit Millionen Zellen lassen sich darin schneller betrachten. Wird nur auf Wunsch erstellt.</translation>
        </message>
        <message>
            <source>Table of changes</source>
            <translation>Tabelle der Veränderungen</translation>
        </message>
        <message>
            <source>How many scenes go from each cluster to each other between one date and the next. It is made where scenes are of two dates or more: of more rasters with each date by itself, of a features file of these, or of several rasters that are clustered together. Of one date it is empty. It is written only where it is asked for.</source>
            <translation>Wie viele Szenen zwischen einem Zeitpunkt und dem nächsten von jedem Cluster in jeden anderen übergehen. Sie entsteht, wenn die Szenen von zwei oder mehr Zeitpunkten sind: von weiteren Rastern mit jedem Zeitpunkt für sich, von einer Merkmalsdatei aus solchen oder von mehreren Rastern, die gemeinsam geclustert werden. Bei einem einzigen Zeitpunkt ist sie leer. Wird nur geschrieben, wenn sie verlangt wird.</translation>
        </message>
        <message>
            <source>GeoParquet</source>
            <translation>GeoParquet</translation>
        </message>
        <message>
            <source>The scenes' feature vectors, for the other algorithms of this plugin.</source>
            <translation>Die Merkmalsvektoren der Szenen, für die anderen Algorithmen dieses Plugins.</translation>
        </message>
        <message>
            <source>Scenes skipped for lack of data</source>
            <translation>Wegen fehlender Daten übersprungene Szenen</translation>
        </message>
        <message>
            <source>Table of rasters</source>
            <translation>Tabelle der Raster</translation>
        </message>
        <message>
            <source>With more rasters: a row for each, with what became of it, its date, its place, its scenes, its tone and how it was warped. It is written only where it is asked for.</source>
            <translation>Bei weiteren Rastern: eine Zeile je Raster, mit dem, was daraus wurde, seinem Zeitpunkt, seinem Ort, seinen Szenen, seinen Tonwerten und wie es umgerechnet wurde. Wird nur geschrieben, wenn sie verlangt wird.</translation>
        </message>
        <message>
            <source>Mean probability of the scenes</source>
            <translation>Mittlere Wahrscheinlichkeit der Szenen</translation>
        </message>
        <message>
            <source>Mean probability where the clusters were fitted</source>
            <translation>Mittlere Wahrscheinlichkeit dort, wo die Cluster angepasst wurden</translation>
        </message>
        <message>
            <source>Share of scenes unlike all that the clusters were fitted on</source>
            <translation>Anteil der Szenen, die allem unähnlich sind, woran die Cluster angepasst wurden</translation>
        </message>
        <message>
            <source>Embedding</source>
            <translation>Einbettung</translation>
        </message>
        <message>
            <source>A file made by Project features.</source>
            <translation>Eine mit „Merkmale projizieren“ erstellte Datei.</translation>
        </message>
        <message>
            <source>Projector</source>
            <translation>Projektor</translation>
        </message>
        <message>
            <source>The projector of the same run of Project features. Without it the cluster model cannot be applied to new scenes.</source>
            <translation>Der Projektor aus demselben Lauf von „Merkmale projizieren“. Ohne ihn lässt sich das Clustermodell nicht auf neue Szenen anwenden.</translation>
        </message>
        <message>
            <source>Clustering</source>
            <translation>Clusterverfahren</translation>
        </message>
        <message>
            <source>Mini-batch k-means</source>
            <translation>Mini-Batch-k-means</translation>
        </message>
        <message>
            <source>Fuzzy c-means</source>
            <translation>Fuzzy-c-means</translation>
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
            <translation>Dirichlet-Prozess-Mischung: leitet die Anzahl der Cluster ab; die Voreinstellung. Gauß-Mischung: leitet die Anzahl der Cluster ab. k-means: so viele Cluster wie verlangt. Mini-Batch-k-means: so viele Cluster wie verlangt, aus sehr vielen Szenen. Fuzzy-c-means: so viele Cluster wie verlangt, mit abgestuften Zugehörigkeiten. ISODATA: leitet die Anzahl der Cluster ab, ausgehend von einer gewünschten. Ward: so viele Cluster wie verlangt, durch Zusammenführen (agglomerativ); auf Wunsch zusammenhängende Regionen. HDBSCAN: findet dichte Gruppen und lässt den Rest ohne Cluster. Leiden: leitet die Anzahl der Cluster aus einem Nachbarschaftsgraphen ab.</translation>
        </message>
        <message>
            <source>Fuzzy c-means, Gaussian mixture, ISODATA, k-means, Mini-batch k-means, Ward: the number of clusters; for ISODATA the one desired. Empty: the number up to Most clusters with the best silhouette; for the Gaussian mixture with the lowest Bayesian information criterion (BIC), for contiguous regions with the best index of Calinski and Harabasz. Dirichlet process mixture, HDBSCAN, Leiden: not used.</source>
            <translation>Fuzzy-c-means, Gauß-Mischung, ISODATA, k-means, Mini-Batch-k-means, Ward: die Anzahl der Cluster; bei ISODATA die gewünschte. Leer: die Anzahl bis „Höchstzahl der Cluster“ mit der besten Silhouette; bei Gauß-Mischung mit dem niedrigsten Bayesschen Informationskriterium (BIC), bei zusammenhängenden Regionen mit dem besten Index nach Calinski und Harabasz. Dirichlet-Prozess-Mischung, HDBSCAN, Leiden: nicht verwendet.</translation>
        </message>
        <message>
            <source>Most clusters</source>
            <translation>Höchstzahl der Cluster</translation>
        </message>
        <message>
            <source>Upper bound of the number of clusters where it is inferred. Not used where a number of clusters is given. HDBSCAN, Leiden, and all methods that are given a number of clusters: not used.</source>
            <translation>Obergrenze der Anzahl der Cluster, wenn diese abgeleitet wird. Nicht verwendet, wenn eine Anzahl der Cluster angegeben ist. HDBSCAN, Leiden und alle Methoden mit angegebener Anzahl der Cluster: nicht verwendet.</translation>
        </message>
        <message>
            <source>Dirichlet process mixture: how far its components are merged. One to three levels hold: their clusters are well apart on the map and in the features. balanced is the coarsest of these, fine the next one, or the best of one and a half to three times as many clusters; coarse is the best of a third to two thirds as many. The layer has the other levels that hold in fields such as level_9, and the log says what splits. The cluster model keeps all of them: Apply clusters can show another one without a new fit.</source>
            <translation>Dirichlet-Prozess-Mischung: wie weit ihre Komponenten zusammengeführt werden. Ein bis drei Stufen sind tragfähig: Ihre Cluster sind auf der Karte und in den Merkmalen gut getrennt. ausgewogen ist die gröbste davon, fein die nächste, oder die beste mit eineinhalb- bis dreimal so vielen Clustern; grob ist die beste mit einem Drittel bis zwei Dritteln so vielen. Der Layer hat die anderen tragfähigen Stufen in Feldern wie level_9, und das Protokoll gibt an, was sich teilt. Das Clustermodell behält alle: „Cluster anwenden“ kann ohne neue Anpassung eine andere zeigen.</translation>
        </message>
        <message>
            <source>Fewest scenes of a cluster</source>
            <translation>Mindestzahl der Szenen eines Clusters</translation>
        </message>
        <message>
            <source>HDBSCAN, ISODATA: a smaller group does not count as a cluster.</source>
            <translation>HDBSCAN, ISODATA: Eine kleinere Gruppe gilt nicht als Cluster.</translation>
        </message>
        <message>
            <source>Contiguous regions</source>
            <translation>Zusammenhängende Regionen</translation>
        </message>
        <message>
            <source>Ward: only clusters that touch along the edge of a scene are merged, so that each cluster is one region of the scene grid; all scenes are clustered, 100,000 at most. On another raster the clusters are found by their centers and need not be contiguous.</source>
            <translation>Ward: Nur Cluster, die sich entlang der Kante einer Szene berühren, werden zusammengeführt, sodass jeder Cluster eine Region des Szenengitters ist; alle Szenen werden geclustert, höchstens 100.000. Auf einem anderen Raster werden die Cluster nach ihren Zentren gefunden und müssen nicht zusammenhängen.</translation>
        </message>
        <message>
            <source>Fuzziness</source>
            <translation>Unschärfe</translation>
        </message>
        <message>
            <source>Fuzzy c-means: exponent m of the memberships. Near 1 they are all or nothing, large values make all clusters alike.</source>
            <translation>Fuzzy-c-means: Exponent m der Zugehörigkeiten. Nahe 1 heißt: ganz oder gar nicht; große Werte machen alle Cluster gleich.</translation>
        </message>
        <message>
            <source>Standard deviation for splitting</source>
            <translation>Standardabweichung zum Teilen</translation>
        </message>
        <message>
            <source>ISODATA: a cluster that spreads more than this along one axis may be split; as a share of the standard deviation of all scenes.</source>
            <translation>ISODATA: Ein Cluster, der entlang einer Achse stärker streut, kann geteilt werden; als Anteil der Standardabweichung aller Szenen.</translation>
        </message>
        <message>
            <source>Distance for merging</source>
            <translation>Abstand zum Zusammenführen</translation>
        </message>
        <message>
            <source>ISODATA: clusters whose centers are nearer than this are merged; as a share of the root mean square distance of all scenes to their mean.</source>
            <translation>ISODATA: Cluster, deren Zentren näher beieinander liegen, werden zusammengeführt; als Anteil des quadratischen Mittels der Abstände aller Szenen von ihrem Mittelwert.</translation>
        </message>
        <message>
            <source>Most merged pairs</source>
            <translation>Höchstzahl zusammengeführter Paare</translation>
        </message>
        <message>
            <source>ISODATA: most pairs of clusters that are merged in one iteration.</source>
            <translation>ISODATA: Höchstzahl der Clusterpaare, die in einer Iteration zusammengeführt werden.</translation>
        </message>
        <message>
            <source>Most iterations</source>
            <translation>Höchstzahl der Iterationen</translation>
        </message>
        <message>
            <source>ISODATA: it ends before where an iteration changes nothing.</source>
            <translation>ISODATA: endet früher, wenn eine Iteration nichts ändert.</translation>
        </message>
        <message>
            <source>Resolution of the communities</source>
            <translation>Auflösung der Communitys</translation>
        </message>
        <message>
            <source>Leiden: larger values give more clusters; 1 is modularity.</source>
            <translation>Leiden: Größere Werte ergeben mehr Cluster; 1 ist die Modularität.</translation>
        </message>
        <message>
            <source>Neighbors in the graph</source>
            <translation>Nachbarn im Graphen</translation>
        </message>
        <message>
            <source>Leiden: each scene is linked to as many of its nearest scenes of the embedding; as many vote for the cluster of a new scene.</source>
            <translation>Leiden: Jede Szene wird mit so vielen ihrer nächsten Szenen der Einbettung verbunden; ebenso viele stimmen über den Cluster einer neuen Szene ab.</translation>
        </message>
        <message>
            <source>Exemplars</source>
            <translation>Musterszenen</translation>
        </message>
        <message>
            <source>Scenes of each cluster that get an exemplar_rank: 1 is the most typical one, the next ones are as different as the cluster holds.</source>
            <translation>Szenen jedes Clusters, die einen exemplar_rank erhalten: 1 ist die typischste, die nächsten sind so verschieden, wie der Cluster es ist.</translation>
        </message>
        <message>
            <source>Address of a Dask scheduler, as in tcp://host:8786 or tls://host:8786. Where there are more than 20,000 scenes, its workers place them, or assign them to clusters. They have this version of the plugin, and need no files. Empty: what the environment variable RSDEEPCLUSTER_SCHEDULER says, else this computer alone.</source>
            <translation>Adresse eines Dask-Schedulers, etwa tcp://host:8786 oder tls://host:8786. Bei mehr als 20.000 Szenen platzieren seine Worker diese oder ordnen sie Clustern zu. Sie haben diese Version des Plugins und brauchen keine Dateien. Leer: was die Umgebungsvariable RSDEEPCLUSTER_SCHEDULER angibt, sonst nur dieser Computer.</translation>
        </message>
        <message>
            <source>All that Apply clusters needs to find the same clusters on another raster.</source>
            <translation>Alles, was „Cluster anwenden“ braucht, um dieselben Cluster auf einem anderen Raster zu finden.</translation>
        </message>
        <message>
            <source>Width and height of a scene or cell, which gets one cluster, in whole pixels or in the units chosen. Empty: where a context is given, an eighth of it; else size and context are chosen by a look at a sample of the raster, for 500 to 50,000 cells (Suggest scale shows how). With a size and no context, each scene is seen by itself, and should be a few times as large as the things that tell the classes apart (houses, fields, waves).</source>
            <translation>Breite und Höhe einer Szene oder Zelle, die einen Cluster erhält, in ganzen Pixeln oder in den gewählten Einheiten. Leer: Ist ein Kontext angegeben, ein Achtel davon; sonst werden Größe und Kontext durch einen Blick auf eine Stichprobe des Rasters gewählt, für 500 bis 50.000 Zellen („Skala vorschlagen“ zeigt, wie). Mit einer Größe und ohne Kontext wird jede Szene für sich gesehen und sollte einige Male so groß sein wie die Dinge, die die Klassen unterscheiden (Häuser, Felder, Wellen).</translation>
        </message>
        <message>
            <source>Width and height of the windows that the model sees, each with many cells in it: scenes are then cells that are told apart by what lies in them and around them, as small as a sixteenth of a window; an eighth is a good start. One look serves all cells of a window, so this is faster than small scenes, and the map is finer. It is rounded to a whole number of cells. In the units of the size. Empty, with a size: each scene is seen by itself.</source>
            <translation>Breite und Höhe der Fenster, die das Modell sieht, jedes mit vielen Zellen darin: Szenen sind dann Zellen, die danach unterschieden werden, was in ihnen und um sie herum liegt, bis hinab zu einem Sechzehntel eines Fensters; ein Achtel ist ein guter Anfang. Ein Blick genügt für alle Zellen eines Fensters, daher geht es schneller als mit kleinen Szenen, und die Karte ist feiner. Der Wert wird auf eine ganze Anzahl von Zellen gerundet. In den Einheiten der Größe. Leer, mit einer Größe: Jede Szene wird für sich gesehen.</translation>
        </message>
        <message>
            <source>Minimum of valid data</source>
            <translation>Mindestanteil gültiger Daten</translation>
        </message>
        <message>
            <source>Scenes with a smaller share of valid pixels get no features and no cluster. Nodata, NaN, alpha and mask bands, and what is outside the raster, are not valid; in the other scenes such pixels are filled with the mirror image of what lies beside them.</source>
            <translation>Szenen mit einem geringeren Anteil gültiger Pixel erhalten keine Merkmale und keinen Cluster. Nodata, NaN, Alpha- und Maskenbänder sowie alles außerhalb des Rasters sind nicht gültig; in den anderen Szenen werden solche Pixel mit dem Spiegelbild dessen gefüllt, was daneben liegt.</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
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
            <translation>default: der DINOv2 ViT-S/14, der mit dem Plugin kommt, ohne seine letzten drei Blöcke und auf 30 Klassen von Luftbildszenen feinabgestimmt. Die anderen werden einmal heruntergeladen und sind so, wie ihre Urheber sie veröffentlicht haben: „Modell verfeinern“ passt das Weißen, das default hat, an Ihre Bilddaten an. dinov2_vits14, b14, l14 und g14, mit Registern (_reg) oder ohne: 3 Bänder, Bilder aus dem Web in beliebiger Auflösung, Apache-2.0; 88 MB, 346 MB, 1,2 GB und 4,5 GB. dinov3_vits16, b16 und l16: 3 Bänder, Bilder aus dem Web in beliebiger Auflösung, DINOv3 License von Meta, die Sie durch die Nutzung annehmen; 86 MB, 343 MB und 1,2 GB. dinov3_vitl16_sat: 3 Bänder, Rot, Grün und Blau von Satelliten mit 0,6 m, DINOv3 License; 1,2 GB. dofa_vitb16: beliebige optische Bänder, anhand ihrer Wellenlängen, von Satelliten und Flugzeugen mit 1 bis 30 m, CC-BY-4.0; 445 MB.</translation>
        </message>
        <message>
            <source>Weights file</source>
            <translation>Gewichtsdatei</translation>
        </message>
        <message>
            <source>Weights (*.safetensors *.pth *.pt *.bin)</source>
            <translation>Gewichte (*.safetensors *.pth *.pt *.bin)</translation>
        </message>
        <message>
            <source>A state dict of your own of DINOv2, DINOv3 or DOFA, with official or timm names. It takes the place of the model above, and nothing is downloaded. Of the satellite model of DINOv3, and of DOFA, choose the model above too.</source>
            <translation>Ein eigenes State-Dict von DINOv2, DINOv3 oder DOFA, mit offiziellen Namen oder denen von timm. Es tritt an die Stelle des Modells oben, und nichts wird heruntergeladen. Beim Satellitenmodell von DINOv3 und bei DOFA auch das Modell oben wählen.</translation>
        </message>
        <message>
            <source>Blocks</source>
            <translation>Blöcke</translation>
        </message>
        <message>
            <source>Transformer blocks whose tokens make the features, counted from 0, or from the end with -1; several are concatenated, as in 6,-1. Empty: the model's own recipe.</source>
            <translation>Transformer-Blöcke, deren Tokens die Merkmale bilden, gezählt ab 0, oder vom Ende her mit -1; mehrere werden verkettet, wie in 6,-1. Leer: das Rezept des Modells selbst.</translation>
        </message>
        <message>
            <source>Wavelengths</source>
            <translation>Wellenlängen</translation>
        </message>
        <message>
            <source>For dofa_vitb16: the wavelength of each band in micrometers, in the order of the bands, as in 0.49,0.56,0.665,0.842. Empty: what the raster says, or the names of its bands do; without bands chosen, all that have one are taken.</source>
            <translation>Für dofa_vitb16: die Wellenlänge jedes Bandes in Mikrometern, in der Reihenfolge der Bänder, etwa 0.49,0.56,0.665,0.842. Leer: was das Raster oder die Namen seiner Bänder angeben; sind keine Bänder gewählt, werden alle genommen, die eine haben.</translation>
        </message>
        <message>
            <source>Pooling of tokens</source>
            <translation>Pooling der Tokens</translation>
        </message>
        <message>
            <source>model's own</source>
            <translation>des Modells</translation>
        </message>
        <message>
            <source>class token</source>
            <translation>Klassen-Token</translation>
        </message>
        <message>
            <source>mean of patches</source>
            <translation>Mittel der Patches</translation>
        </message>
        <message>
            <source>both</source>
            <translation>beide</translation>
        </message>
        <message>
            <source>The class token, the mean of the patch tokens, or both one after the other.</source>
            <translation>Das Klassen-Token, der Mittelwert der Patch-Tokens, oder beide hintereinander.</translation>
        </message>
        <message>
            <source>Input size (pixels)</source>
            <translation>Eingabegröße (Pixel)</translation>
        </message>
        <message>
            <source>Pixels to which a scene is resized for the model, a multiple of the side of its patches: 14, of DINOv3 and DOFA 16. More is slower (time grows with its square) and shows the model finer detail of large scenes.</source>
            <translation>Pixel, auf die eine Szene für das Modell skaliert wird, ein Vielfaches der Seitenlänge seiner Patches: 14, bei DINOv3 und DOFA 16. Mehr ist langsamer (die Zeit wächst mit dem Quadrat) und zeigt dem Modell feinere Details großer Szenen.</translation>
        </message>
        <message>
            <source>Scaling of values</source>
            <translation>Skalierung der Werte</translation>
        </message>
        <message>
            <source>percentiles</source>
            <translation>Perzentile</translation>
        </message>
        <message>
            <source>data type range</source>
            <translation>Wertebereich des Datentyps</translation>
        </message>
        <message>
            <source>percentiles: each band is stretched between two percentiles of the valid pixels of the whole raster, the same for all scenes. data type range: values are taken as they are, 0 to 255 for 8-bit data; for images that are ready for display.</source>
            <translation>Perzentile: Jedes Band wird zwischen zwei Perzentilen der gültigen Pixel des ganzen Rasters gestreckt, gleich für alle Szenen. Wertebereich des Datentyps: Die Werte werden genommen, wie sie sind, 0 bis 255 bei 8-Bit-Daten; für Bilder, die zur Anzeige fertig sind.</translation>
        </message>
        <message>
            <source>Lower percentile</source>
            <translation>Unteres Perzentil</translation>
        </message>
        <message>
            <source>Values beyond it are clipped, if values are scaled by percentiles.</source>
            <translation>Werte jenseits davon werden abgeschnitten, wenn nach Perzentilen skaliert wird.</translation>
        </message>
        <message>
            <source>Upper percentile</source>
            <translation>Oberes Perzentil</translation>
        </message>
        <message>
            <source>Orientations (1, 2, 4 or 8)</source>
            <translation>Orientierungen (1, 2, 4 oder 8)</translation>
        </message>
        <message>
            <source>In how many orientations the model sees a scene; the features are the mean. Seen from above no direction is the right one, and the mean tells more: with 5 labels of each class 80.3 % of the images of 45 classes are named right by 4, 79.0 % by 1. 2: as it is and turned by a half, 4: by quarters, 8: mirrored too. It takes as many times as long.</source>
            <translation>In wie vielen Orientierungen das Modell eine Szene sieht; die Merkmale sind deren Mittelwert. Von oben gesehen ist keine Richtung die richtige, und der Mittelwert sagt mehr: Mit 5 Beispielen je Klasse werden von 45 Klassen bei 4 Orientierungen 80,3 % richtig benannt, bei 1 sind es 79,0 %. 2: wie sie ist und um 180° gedreht, 4: um je 90° gedreht, 8: auch gespiegelt. Es dauert entsprechend länger.</translation>
        </message>
        <message>
            <source>UMAP keeps neighborhoods and separates groups; PCA is linear and fast. Features are centered and L2-normalized first.</source>
            <translation>UMAP bewahrt Nachbarschaften und trennt Gruppen; PCA ist linear und schnell. Die Merkmale werden vorher zentriert und L2-normalisiert.</translation>
        </message>
        <message>
            <source>Neighbors</source>
            <translation>Nachbarn</translation>
        </message>
        <message>
            <source>UMAP: small values keep local detail, large ones the overall shape.</source>
            <translation>UMAP: Kleine Werte bewahren lokale Details, große die Gesamtform.</translation>
        </message>
        <message>
            <source>Dimensions</source>
            <translation>Dimensionen</translation>
        </message>
        <message>
            <source>Dimensions of the embedding. The first two become umap_x and umap_y.</source>
            <translation>Dimensionen der Einbettung. Die ersten beiden werden zu umap_x und umap_y.</translation>
        </message>
        <message>
            <source>Minimum distance</source>
            <translation>Mindestabstand</translation>
        </message>
        <message>
            <source>UMAP: how close points may lie. 0 is best for clusters.</source>
            <translation>UMAP: wie nah Punkte beieinander liegen dürfen. 0 ist am besten für Cluster.</translation>
        </message>
        <message>
            <source>Metric</source>
            <translation>Metrik</translation>
        </message>
        <message>
            <source>cosine</source>
            <translation>Kosinus</translation>
        </message>
        <message>
            <source>euclidean</source>
            <translation>euklidisch</translation>
        </message>
        <message>
            <source>UMAP: how features are compared.</source>
            <translation>UMAP: wie Merkmale verglichen werden.</translation>
        </message>
        <message>
            <source>Weight of shared neighbors</source>
            <translation>Gewicht gemeinsamer Nachbarn</translation>
        </message>
        <message>
            <source>UMAP: scenes are near when their features are alike, and when they have many of their neighbors in common; this is the weight of the latter. 0: features only.</source>
            <translation>UMAP: Szenen sind nah, wenn ihre Merkmale ähnlich sind und wenn sie viele ihrer Nachbarn gemeinsam haben; dies ist das Gewicht von Letzterem. 0: nur die Merkmale.</translation>
        </message>
        <message>
            <source>Mutuality</source>
            <translation>Gegenseitigkeit</translation>
        </message>
        <message>
            <source>UMAP: how far two scenes must be each other's neighbors to be drawn together. 0: one of them is enough, as in UMAP itself; more separates clusters.</source>
            <translation>UMAP: wie weit zwei Szenen einander Nachbarn sein müssen, um zueinander gezogen zu werden. 0: Eine der beiden genügt, wie bei UMAP selbst; mehr trennt Cluster.</translation>
        </message>
        <message>
            <source>A file made by Extract features or Folder to features.</source>
            <translation>Eine mit „Merkmale extrahieren“ oder „Ordner in Merkmale umwandeln“ erstellte Datei.</translation>
        </message>
        <message>
            <source>More features</source>
            <translation>Weitere Merkmale</translation>
        </message>
        <message>
            <source>Files of the features of other rasters, of the same model and in the same reference system, separated by semicolons.</source>
            <translation>Dateien mit den Merkmalen anderer Raster, desselben Modells und im selben Bezugssystem, durch Semikolons getrennt.</translation>
        </message>
        <message>
            <source>One row per scene with its place in the embedding.</source>
            <translation>Eine Zeile je Szene mit ihrem Ort in der Einbettung.</translation>
        </message>
        <message>
            <source>Places new scenes in the same embedding; Cluster features takes it over.</source>
            <translation>Ordnet neue Szenen in dieselbe Einbettung ein; „Merkmale clustern“ übernimmt ihn.</translation>
        </message>
        <message>
            <source>Features before</source>
            <translation>Merkmale vorher</translation>
        </message>
        <message>
            <source>Features of the first date.</source>
            <translation>Merkmale des ersten Zeitpunkts.</translation>
        </message>
        <message>
            <source>Features after</source>
            <translation>Merkmale nachher</translation>
        </message>
        <message>
            <source>Features of the second date, of the same model and grid: scenes are the same where their middles are nearer than half a scene.</source>
            <translation>Merkmale des zweiten Zeitpunkts, vom selben Modell und Gitter: Szenen sind dieselben, wenn ihre Mittelpunkte weniger als eine halbe Szene auseinanderliegen.</translation>
        </message>
        <message>
            <source>By how many units that look alike on one date it is told where each should be on the other. More make the comparison steadier, and blind to kinds of ground that have fewer units than that.</source>
            <translation>Nach wie vielen Einheiten, die zu einem Zeitpunkt ähnlich aussehen, bestimmt wird, wo jede zum anderen sein sollte. Mehr machen den Vergleich stabiler, und blind für Arten von Oberflächen, die weniger Einheiten haben.</translation>
        </message>
        <message>
            <source>Threshold</source>
            <translation>Schwellenwert</translation>
        </message>
        <message>
            <source>Units with a higher score have changed. 1 is as far from what became of units like it as these are from each other. Empty: the score at which change becomes likelier than not, by a mixture of two groups, where there are two.</source>
            <translation>Einheiten mit einem höheren Wert haben sich verändert. 1 ist so weit entfernt von dem, was aus ähnlichen Einheiten geworden ist, wie diese voneinander. Leer: der Wert, ab dem eine Veränderung wahrscheinlicher ist als keine, nach einer Mischung zweier Gruppen, sofern es zwei gibt.</translation>
        </message>
        <message>
            <source>The scenes of the second date with score, probability of a change, changed, and where there are maps before, after and change as text (A → B).</source>
            <translation>Die Szenen des zweiten Zeitpunkts mit score, probability einer Veränderung, changed und, sofern es Karten gibt, before, after und change als Text (A → B).</translation>
        </message>
        <message>
            <source>Scenes that have changed</source>
            <translation>Szenen, die sich verändert haben</translation>
        </message>
        <message>
            <source>How far the two groups are apart</source>
            <translation>Wie weit die beiden Gruppen auseinanderliegen</translation>
        </message>
        <message>
            <source>Folder of class folders</source>
            <translation>Ordner mit Klassenordnern</translation>
        </message>
        <message>
            <source>Holds one folder of images for each class, named after it. Images in folders below belong to the class too; images beside the classes' folders are left out. GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files of any size are taken.</source>
            <translation>Enthält für jede Klasse einen nach ihr benannten Ordner mit Bildern. Bilder in Unterordnern gehören ebenfalls zur Klasse; Bilder neben den Klassenordnern werden ausgelassen. Verwendet werden GeoTIFF-, JPEG-, PNG-, JPEG-2000-, BMP-, WebP- und VRT-Dateien beliebiger Größe.</translation>
        </message>
        <message>
            <source>Episodes</source>
            <translation>Episoden</translation>
        </message>
        <message>
            <source>Few-shot accuracy is the mean over so many draws of known scenes. More make its confidence interval narrower.</source>
            <translation>Die Few-Shot-Genauigkeit ist der Mittelwert über so viele Ziehungen bekannter Szenen. Mehr machen ihr Konfidenzintervall schmaler.</translation>
        </message>
        <message>
            <source>Measure each block</source>
            <translation>Jeden Block messen</translation>
        </message>
        <message>
            <source>k-NN and linear probe of the features of each block of the transformer by itself, to choose Blocks by. The images are looked at once, but each probe takes its time. The features are those that Pooling says: as the recipe says, the class token and the mean of the patch tokens.</source>
            <translation>k-NN und lineare Probe der Merkmale jedes Transformer-Blocks für sich, als Grundlage für die Wahl von „Blöcke“. Die Bilder werden nur einmal betrachtet, aber jede Probe braucht ihre Zeit. Die Merkmale sind die nach „Pooling der Tokens“: beim Rezept des Modells das Klassen-Token und der Mittelwert der Patch-Tokens.</translation>
        </message>
        <message>
            <source>Accuracies</source>
            <translation>Genauigkeiten</translation>
        </message>
        <message>
            <source>One row per measure: measure, value (0 to 1), low and high (95 % confidence interval), classes and scenes that took part. Few-shot needs classes with more scenes than are known; its value is empty where fewer than two have them. A block that is measured by itself has two rows, as in block 6: k-NN.</source>
            <translation>Eine Zeile je Maß: measure, value (0 bis 1), low und high (95-%-Konfidenzintervall), beteiligte Klassen und Szenen. Few-Shot braucht Klassen mit mehr Szenen, als bekannt sind; der Wert ist leer, wenn weniger als zwei so viele haben. Ein für sich gemessener Block hat zwei Zeilen, wie in block 6: k-NN.</translation>
        </message>
        <message>
            <source>All measures, the accuracy of each class, the confusion matrix, pictures of confused scenes and the settings, in one file.</source>
            <translation>Alle Maße, die Genauigkeit jeder Klasse, die Konfusionsmatrix, Bilder verwechselter Szenen und die Einstellungen, in einer Datei.</translation>
        </message>
        <message>
            <source>k-NN accuracy</source>
            <translation>Genauigkeit von k-NN</translation>
        </message>
        <message>
            <source>Linear probe accuracy</source>
            <translation>Genauigkeit der linearen Probe</translation>
        </message>
        <message>
            <source>Few-shot accuracy, 1 scene per class</source>
            <translation>Few-Shot-Genauigkeit, 1 Szene je Klasse</translation>
        </message>
        <message>
            <source>Few-shot accuracy, 5 scenes per class</source>
            <translation>Few-Shot-Genauigkeit, 5 Szenen je Klasse</translation>
        </message>
        <message>
            <source>Few-shot accuracy, 20 scenes per class</source>
            <translation>Few-Shot-Genauigkeit, 20 Szenen je Klasse</translation>
        </message>
        <message>
            <source>Number of images</source>
            <translation>Anzahl der Bilder</translation>
        </message>
        <message>
            <source>Images left out</source>
            <translation>Ausgelassene Bilder</translation>
        </message>
        <message>
            <source>Grid</source>
            <translation>Gitter</translation>
        </message>
        <message>
            <source>Any polygon layer, in any coordinate reference system: a scene is the window of pixels around a polygon, and keeps its attributes. It takes the place of scene size, stride, edges, extent and mask. Empty: a regular grid.</source>
            <translation>Ein beliebiger Polygonlayer, in beliebigem Koordinatenbezugssystem: Eine Szene ist das Pixelfenster um ein Polygon und behält dessen Attribute. Er tritt an die Stelle von Szenengröße, Schrittweite, Rändern, Ausdehnung und Maske. Leer: ein regelmäßiges Gitter.</translation>
        </message>
        <message>
            <source>One row per scene: footprint, valid_fraction and the feature vector.</source>
            <translation>Eine Zeile je Szene: Footprint, valid_fraction und der Merkmalsvektor.</translation>
        </message>
        <message>
            <source>STAC item</source>
            <translation>STAC-Item</translation>
        </message>
        <message>
            <source>A STAC item that describes the features by the extension for embeddings: where they are, the model, bands, size and stride of the scenes. Catalogs of embeddings take it. It is written only where it is asked for.</source>
            <translation>Ein STAC-Item, das die Merkmale gemäß der Erweiterung für Einbettungen beschreibt: wo sie liegen, Modell, Bänder, Größe und Schrittweite der Szenen. Kataloge von Einbettungen nehmen es auf. Wird nur auf Wunsch geschrieben.</translation>
        </message>
        <message>
            <source>Scenes without features</source>
            <translation>Szenen ohne Merkmale</translation>
        </message>
        <message>
            <source>Labeled polygons</source>
            <translation>Gelabelte Polygone</translation>
        </message>
        <message>
            <source>Scenes of the raster with a class each: a scene is the window of pixels around a polygon. Polygons without a class are left out.</source>
            <translation>Szenen des Rasters mit je einer Klasse: Eine Szene ist das Pixelfenster um ein Polygon. Polygone ohne Klasse werden ausgelassen.</translation>
        </message>
        <message>
            <source>Field of the classes</source>
            <translation>Feld der Klassen</translation>
        </message>
        <message>
            <source>Names or numbers; polygons of the same value are one class.</source>
            <translation>Namen oder Nummern; Polygone mit demselben Wert sind eine Klasse.</translation>
        </message>
        <message>
            <source>Bands that make the scenes, in the order red, green, blue for three; on the command line as 4;1;2. Empty: red, green and blue where the file names them, else its first three bands. With other than three the new model takes just as many: its first layer is adapted to them and trained.</source>
            <translation>Bänder, aus denen die Szenen entstehen, bei dreien in der Reihenfolge Rot, Grün, Blau; auf der Kommandozeile als 4;1;2. Leer: Rot, Grün und Blau, wenn die Datei sie benennt, sonst ihre ersten drei Bänder. Bei einer anderen Anzahl als drei nimmt das neue Modell genau so viele: Seine erste Schicht wird an sie angepasst und trainiert.</translation>
        </message>
        <message>
            <source>More folders</source>
            <translation>Weitere Ordner</translation>
        </message>
        <message>
            <source>Further folders of class folders, separated by semicolons. Classes of the same name are one class.</source>
            <translation>Weitere Ordner mit Klassenordnern, durch Semikolons getrennt. Klassen mit demselben Namen sind eine Klasse.</translation>
        </message>
        <message>
            <source>Epochs</source>
            <translation>Epochen</translation>
        </message>
        <message>
            <source>How often the scenes are gone through. Training ends before if nothing improves.</source>
            <translation>Wie oft die Szenen durchlaufen werden. Das Training endet früher, wenn sich nichts verbessert.</translation>
        </message>
        <message>
            <source>Loss</source>
            <translation>Verlustfunktion</translation>
        </message>
        <message>
            <source>cross-entropy</source>
            <translation>Kreuzentropie</translation>
        </message>
        <message>
            <source>supervised contrastive</source>
            <translation>überwacht kontrastiv</translation>
        </message>
        <message>
            <source>cross-entropy learns to name the classes; supervised contrastive pulls scenes of one class together and others apart; both takes the mean of the two.</source>
            <translation>Kreuzentropie lernt, die Klassen zu benennen; überwacht kontrastiv zieht Szenen einer Klasse zueinander und andere auseinander; beide nimmt den Mittelwert der beiden.</translation>
        </message>
        <message>
            <source>Label smoothing</source>
            <translation>Label-Glättung</translation>
        </message>
        <message>
            <source>Share of the certainty that is taken from a scene's class and spread over all; helps where some labels are wrong.</source>
            <translation>Anteil der Gewissheit, der der Klasse einer Szene genommen und auf alle verteilt wird; hilft, wenn einige Labels falsch sind.</translation>
        </message>
        <message>
            <source>Temperature</source>
            <translation>Temperatur</translation>
        </message>
        <message>
            <source>Of the supervised contrastive loss: small values look at the nearest scenes only.</source>
            <translation>Bei „überwacht kontrastiv“: Kleine Werte betrachten nur die nächsten Szenen.</translation>
        </message>
        <message>
            <source>Training size (pixels)</source>
            <translation>Trainingsgröße (Pixel)</translation>
        </message>
        <message>
            <source>Pixels to which scenes are resized in training, a multiple of 14 (DINOv3, DOFA: 16). Time grows with its square. The features are made at the input size all the same.</source>
            <translation>Pixel, auf die Szenen beim Training skaliert werden, ein Vielfaches von 14 (DINOv3, DOFA: 16). Die Zeit wächst mit dem Quadrat. Die Merkmale werden dennoch mit der Eingabegröße erstellt.</translation>
        </message>
        <message>
            <source>Scenes per step</source>
            <translation>Szenen je Schritt</translation>
        </message>
        <message>
            <source>Scenes after which the weights are changed; fewer where there are few. The batch size tells how many of them go through the model together.</source>
            <translation>Szenen, nach denen die Gewichte geändert werden; weniger, wenn es wenige gibt. Die Batchgröße bestimmt, wie viele davon gemeinsam durch das Modell laufen.</translation>
        </message>
        <message>
            <source>Learning rate</source>
            <translation>Lernrate</translation>
        </message>
        <message>
            <source>Highest one, that of the last layer; it rises first and then falls along a cosine.</source>
            <translation>Die höchste, die der letzten Schicht; sie steigt zuerst und fällt dann entlang eines Kosinus.</translation>
        </message>
        <message>
            <source>Layer decay</source>
            <translation>Schichtabfall</translation>
        </message>
        <message>
            <source>Each block learns this much slower than the one after it.</source>
            <translation>Um diesen Faktor lernt jeder Block langsamer als der nach ihm.</translation>
        </message>
        <message>
            <source>Weight decay</source>
            <translation>Gewichtsabfall</translation>
        </message>
        <message>
            <source>How strongly weights are drawn to zero (AdamW).</source>
            <translation>Wie stark die Gewichte gegen null gezogen werden (AdamW).</translation>
        </message>
        <message>
            <source>Warm-up</source>
            <translation>Warm-up</translation>
        </message>
        <message>
            <source>Share of all steps in which the learning rate rises.</source>
            <translation>Anteil aller Schritte, in denen die Lernrate steigt.</translation>
        </message>
        <message>
            <source>Frozen blocks (-1: half)</source>
            <translation>Eingefrorene Blöcke (-1: die Hälfte)</translation>
        </message>
        <message>
            <source>First blocks of the transformer that stay as they are; -1: half of them. More is faster, and forgets less.</source>
            <translation>Erste Blöcke des Transformers, die unverändert bleiben; -1: die Hälfte. Mehr ist schneller und vergisst weniger.</translation>
        </message>
        <message>
            <source>LoRA rank (0: all weights)</source>
            <translation>LoRA-Rang (0: alle Gewichte)</translation>
        </message>
        <message>
            <source>0 trains all weights of the blocks that are not frozen. Another rank trains a small update of each layer instead, which takes less memory and suits few scenes.</source>
            <translation>0 trainiert alle Gewichte der nicht eingefrorenen Blöcke. Ein anderer Rang trainiert stattdessen eine kleine Änderung jeder Schicht, was weniger Speicher braucht und sich für wenige Szenen eignet.</translation>
        </message>
        <message>
            <source>Balance the classes</source>
            <translation>Klassen ausgleichen</translation>
        </message>
        <message>
            <source>Each class is drawn equally often, however many scenes it has.</source>
            <translation>Jede Klasse wird gleich oft gezogen, egal wie viele Szenen sie hat.</translation>
        </message>
        <message>
            <source>Validation share</source>
            <translation>Validierungsanteil</translation>
        </message>
        <message>
            <source>Share of each class that is not trained on but tells how well it goes.</source>
            <translation>Anteil jeder Klasse, auf dem nicht trainiert wird, sondern der zeigt, wie gut es läuft.</translation>
        </message>
        <message>
            <source>Patience (epochs)</source>
            <translation>Geduld (Epochen)</translation>
        </message>
        <message>
            <source>Training ends after so many epochs without a better validation, and the best epoch is kept; 0: it goes on to the end, and the last epoch is kept.</source>
            <translation>Das Training endet nach so vielen Epochen ohne bessere Validierung, und die beste Epoche wird behalten; 0: Es läuft bis zum Ende, und die letzte Epoche wird behalten.</translation>
        </message>
        <message>
            <source>Share of the tuned weights</source>
            <translation>Anteil der abgestimmten Gewichte</translation>
        </message>
        <message>
            <source>The final weights are this share of the tuned and the rest of the starting weights (WiSE-FT). Less keeps more of what the model knew before, and features of other classes stay good; 1 is best for the source's own classes. The accuracy of the validation scenes is that of the tuned weights.</source>
            <translation>Die endgültigen Gewichte sind zu diesem Anteil die abgestimmten, im Übrigen die anfänglichen (WiSE-FT). Weniger behält mehr von dem, was das Modell vorher wusste, und Merkmale anderer Klassen bleiben gut; 1 ist am besten für die eigenen Klassen der Quelle. Die Genauigkeit der Validierungsszenen ist die der abgestimmten Gewichte.</translation>
        </message>
        <message>
            <source>Feature dimensions</source>
            <translation>Merkmalsdimensionen</translation>
        </message>
        <message>
            <source>Length of the features, which are whitened by their spread over the scenes trained on, so that no few directions drown the others; 0: features are left as the blocks give them.</source>
            <translation>Länge der Merkmale, die nach ihrer Streuung über die Trainingsszenen geweißt werden, sodass nicht wenige Richtungen die übrigen überdecken; 0: Die Merkmale bleiben, wie die Blöcke sie liefern.</translation>
        </message>
        <message>
            <source>Stored as</source>
            <translation>Gespeichert als</translation>
        </message>
        <message>
            <source>int8 takes a quarter of the space of fp32 and is the fastest on processors; fp16 takes half of it and is more exact.</source>
            <translation>int8 braucht ein Viertel des Platzes von fp32 und ist auf Prozessoren am schnellsten; fp16 braucht die Hälfte und ist genauer.</translation>
        </message>
        <message>
            <source>Smallest crop</source>
            <translation>Kleinster Ausschnitt</translation>
        </message>
        <message>
            <source>Training looks at crops of at least this share of a scene's area, flipped and turned by quarters.</source>
            <translation>Das Training betrachtet Ausschnitte von mindestens diesem Anteil der Fläche einer Szene, gespiegelt und in Vierteldrehungen gedreht.</translation>
        </message>
        <message>
            <source>Brightness</source>
            <translation>Helligkeit</translation>
        </message>
        <message>
            <source>How much it is changed by chance in training: up to so much more or less.</source>
            <translation>Wie stark sie im Training zufällig geändert wird: bis zu so viel mehr oder weniger.</translation>
        </message>
        <message>
            <source>Contrast</source>
            <translation>Kontrast</translation>
        </message>
        <message>
            <source>Color</source>
            <translation>Farbe</translation>
        </message>
        <message>
            <source>Band drop</source>
            <translation>Bandausfall</translation>
        </message>
        <message>
            <source>How often a band is blanked in training, where there are more than three.</source>
            <translation>Wie oft im Training ein Band geleert wird, wenn es mehr als drei sind.</translation>
        </message>
        <message>
            <source>Fine-tuned model</source>
            <translation>Feinabgestimmtes Modell</translation>
        </message>
        <message>
            <source>The fine-tuned model, for the weights file of the other algorithms.</source>
            <translation>Das feinabgestimmte Modell, für die Gewichtsdatei der anderen Algorithmen.</translation>
        </message>
        <message>
            <source>State dict for other tools</source>
            <translation>State-Dict für andere Werkzeuge</translation>
        </message>
        <message>
            <source>PyTorch state dict</source>
            <translation>PyTorch-State-Dict</translation>
        </message>
        <message>
            <source>The weights under DINOv2's own names, without the feature's whitening.</source>
            <translation>Die Gewichte unter den eigenen Namen von DINOv2, ohne das Weißen der Merkmale.</translation>
        </message>
        <message>
            <source>Learning curves, accuracy of each class, confusion matrix, the worst mistakes and the settings, in one file.</source>
            <translation>Lernkurven, Genauigkeit jeder Klasse, Konfusionsmatrix, die gröbsten Fehler und die Einstellungen, in einer Datei.</translation>
        </message>
        <message>
            <source>Accuracy of the validation scenes</source>
            <translation>Genauigkeit der Validierungsszenen</translation>
        </message>
        <message>
            <source>Epochs trained</source>
            <translation>Trainierte Epochen</translation>
        </message>
        <message>
            <source>Folder of images</source>
            <translation>Ordner mit Bildern</translation>
        </message>
        <message>
            <source>GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files are taken.</source>
            <translation>Verwendet werden GeoTIFF-, JPEG-, PNG-, JPEG-2000-, BMP-, WebP- und VRT-Dateien.</translation>
        </message>
        <message>
            <source>CRS of the footprints</source>
            <translation>KBS der Footprints</translation>
        </message>
        <message>
            <source>Empty: that of the first georeferenced image.</source>
            <translation>Leer: das des ersten georeferenzierten Bildes.</translation>
        </message>
        <message>
            <source>One row per image: name, footprint, valid_fraction and the feature vector.</source>
            <translation>Eine Zeile je Bild: Name, Footprint, valid_fraction und der Merkmalsvektor.</translation>
        </message>
        <message>
            <source>Images without features</source>
            <translation>Bilder ohne Merkmale</translation>
        </message>
        <message>
            <source>Table with embeddings</source>
            <translation>Tabelle mit Einbettungen</translation>
        </message>
        <message>
            <source>GeoParquet or GeoPackage (*.parquet *.geoparquet *.gpq *.gpkg)</source>
            <translation>GeoParquet oder GeoPackage (*.parquet *.geoparquet *.gpq *.gpkg)</translation>
        </message>
        <message>
            <source>GeoParquet or GeoPackage with a vector on each row: a list of numbers of any type (in a GeoPackage as JSON, or as bytes of float32), or numbered columns (A00, A01, ...). Geometries are polygons or points, as WKB or in GeoArrow's own layout. Other columns become attributes of the scenes.</source>
            <translation>GeoParquet oder GeoPackage mit einem Vektor in jeder Zeile: eine Liste von Zahlen beliebigen Typs (in einem GeoPackage als JSON oder als Bytes von float32) oder nummerierte Spalten (A00, A01, ...). Geometrien sind Polygone oder Punkte, als WKB oder im eigenen Layout von GeoArrow. Andere Spalten werden zu Attributen der Szenen.</translation>
        </message>
        <message>
            <source>Bands that make the vector; on the command line as 4;1;2. Empty: all but alpha bands.</source>
            <translation>Bänder, die den Vektor bilden; auf der Kommandozeile als 4;1;2. Leer: alle außer Alphabändern.</translation>
        </message>
        <message>
            <source>Part of the raster to use, in any coordinate reference system. Empty: all of the raster. Web layers need an extent.</source>
            <translation>Zu verwendender Teil des Rasters, in beliebigem Koordinatenbezugssystem. Leer: das ganze Raster. Weblayer benötigen eine Ausdehnung.</translation>
        </message>
        <message>
            <source>Polygons</source>
            <translation>Polygone</translation>
        </message>
        <message>
            <source>The pixels in each polygon of this layer are averaged, in any coordinate reference system; it takes the place of cell size, stride, edges, extent and mask, and its attributes are kept. Empty: cells.</source>
            <translation>Die Pixel in jedem Polygon dieses Layers werden gemittelt, in beliebigem Koordinatenbezugssystem; er tritt an die Stelle von Zellengröße, Schrittweite, Rändern, Ausdehnung und Maske, und seine Attribute bleiben erhalten. Leer: Zellen.</translation>
        </message>
        <message>
            <source>Cell size</source>
            <translation>Zellengröße</translation>
        </message>
        <message>
            <source>Width and height of the cells over which the pixels' embeddings are averaged, each of which becomes a scene.</source>
            <translation>Breite und Höhe der Zellen, über die die Einbettungen der Pixel gemittelt werden; jede Zelle wird zu einer Szene.</translation>
        </message>
        <message>
            <source>Units of size and stride</source>
            <translation>Einheiten von Größe und Schrittweite</translation>
        </message>
        <message>
            <source>The name of the model that made the embeddings, with its version. Empty: what the file says. Scenes are compared, and clusters applied, only where this name is the same: give one name to all files of a model, and different ones to different models.</source>
            <translation>Der Name des Modells, das die Einbettungen erstellt hat, mit seiner Version. Leer: was die Datei angibt. Szenen werden nur verglichen und Cluster nur angewendet, wenn dieser Name gleich ist: Allen Dateien eines Modells denselben Namen geben, verschiedenen Modellen verschiedene.</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>Spalte</translation>
        </message>
        <message>
            <source>The column of the vectors, or what the names of numbered columns begin with, as A for A00 to A63. Empty: embedding, embeddings, feature or another usual name, else the only one that holds vectors.</source>
            <translation>Die Spalte der Vektoren, oder womit die Namen nummerierter Spalten beginnen, etwa A für A00 bis A63. Leer: embedding, embeddings, feature oder ein anderer üblicher Name, sonst die einzige, die Vektoren enthält.</translation>
        </message>
        <message>
            <source>Stored values</source>
            <translation>Gespeicherte Werte</translation>
        </message>
        <message>
            <source>as stored</source>
            <translation>wie gespeichert</translation>
        </message>
        <message>
            <source>squared</source>
            <translation>quadriert</translation>
        </message>
        <message>
            <source>automatic: AlphaEarth's whole numbers (64 bands or columns A00 to A63) are turned back into numbers, scale and offset of a raster are applied, and other values are taken as they are. squared: whole numbers were made as AlphaEarth's are, v of sign(v) (v / 127.5)^2, as those of OlmoEarth too. as stored: the values are taken as they are, which is right for any scale and offset that all share, since vectors are centered and normalized before anything is made of them.</source>
            <translation>automatisch: Ganzzahlen von AlphaEarth (64 Bänder oder Spalten A00 bis A63) werden in Zahlen zurückverwandelt, Skalierung und Offset eines Rasters werden angewendet, und andere Werte werden genommen, wie sie sind. quadriert: Ganzzahlen wurden wie bei AlphaEarth gebildet, v steht für sign(v) (v / 127.5)^2, so auch die von OlmoEarth. wie gespeichert: Die Werte werden genommen, wie sie sind; das ist für jede gemeinsame Skalierung und jeden gemeinsamen Offset richtig, da Vektoren zentriert und normalisiert werden, bevor etwas aus ihnen gemacht wird.</translation>
        </message>
        <message>
            <source>Column of scales</source>
            <translation>Spalte der Skalierungen</translation>
        </message>
        <message>
            <source>Where each vector is stored in whole numbers with a scale of its own: the column that it is to be multiplied by. Empty: none.</source>
            <translation>Wenn jeder Vektor in Ganzzahlen mit eigener Skalierung gespeichert ist: die Spalte, mit der er zu multiplizieren ist. Leer: keine.</translation>
        </message>
        <message>
            <source>Side of scenes at points</source>
            <translation>Seitenlänge der Szenen an Punkten</translation>
        </message>
        <message>
            <source>Where the table has points: side of the square around each that is its scene, in units of the table's reference system. Empty: the median distance to the nearest other point.</source>
            <translation>Wenn die Tabelle Punkte hat: Seitenlänge des Quadrats um jeden Punkt, das seine Szene ist, in Einheiten des Bezugssystems der Tabelle. Leer: der Median des Abstands zum nächsten anderen Punkt.</translation>
        </message>
        <message>
            <source>Of rasters: scenes with a smaller share of pixels that have an embedding get no features.</source>
            <translation>Bei Rastern: Szenen mit einem geringeren Anteil von Pixeln, die eine Einbettung haben, erhalten keine Merkmale.</translation>
        </message>
        <message>
            <source>Table of the GeoPackage</source>
            <translation>Tabelle des GeoPackages</translation>
        </message>
        <message>
            <source>Of one with several tables. Empty: the only one.</source>
            <translation>Bei mehreren Tabellen. Leer: die einzige.</translation>
        </message>
        <message>
            <source>CRS of the table</source>
            <translation>KBS der Tabelle</translation>
        </message>
        <message>
            <source>Where the table does not say in which reference system its geometries are.</source>
            <translation>Wenn die Tabelle nicht angibt, in welchem Bezugssystem ihre Geometrien vorliegen.</translation>
        </message>
        <message>
            <source>One row per scene: footprint, valid_fraction, attributes and the feature vector.</source>
            <translation>Eine Zeile je Szene: Footprint, valid_fraction, Attribute und der Merkmalsvektor.</translation>
        </message>
        <message>
            <source>Length of the vectors</source>
            <translation>Länge der Vektoren</translation>
        </message>
        <message>
            <source>Instead of a raster: each image of the folder, and of the folders in it, is a scene. GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files are taken.</source>
            <translation>Anstelle eines Rasters: Jedes Bild des Ordners und seiner Unterordner ist eine Szene. Verwendet werden GeoTIFF-, JPEG-, PNG-, JPEG-2000-, BMP-, WebP- und VRT-Dateien.</translation>
        </message>
        <message>
            <source>Grid layer</source>
            <translation>Gitterlayer</translation>
        </message>
        <message>
            <source>Polygons to use as scenes of the raster, instead of a regular grid, which the scene size makes where this is empty.</source>
            <translation>Polygone, die als Szenen des Rasters dienen, anstelle eines regelmäßigen Gitters, das bei leerer Angabe nach der Szenengröße erstellt wird.</translation>
        </message>
        <message>
            <source>Scene size</source>
            <translation>Szenengröße</translation>
        </message>
        <message>
            <source>Width and height of a scene or cell, which gets one cluster, in whole pixels or in the units chosen. It should be a few times as large as the things that tell the classes apart (houses, fields, waves).</source>
            <translation>Breite und Höhe einer Szene oder Zelle, die einen Cluster erhält, in ganzen Pixeln oder in den gewählten Einheiten. Sie sollte einige Male so groß sein wie die Dinge, die die Klassen unterscheiden (Häuser, Felder, Wellen).</translation>
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
            <translation>SCAN: Ermittelte Nachbarn gehören zu einem Cluster, dann lehrt sich das Modell selbst, wessen es sicher ist. SelfLabel: Labels durch optimalen Transport, für Cluster ähnlicher Größe. DeepCluster: k-means liefert die Labels, die die Merkmale lernen. DeeperCluster: dasselbe mit k-means in zwei Stufen, mit Dask verteilt, für sehr viele Szenen. UIC: Die Antworten des Modells selbst auf eine augmentierte Ansicht sind die Labels einer anderen. RUC: bereinigt die Labels von SCAN, des voreingestellten Clusterverfahrens oder eines Feldes nach Konfidenz und Nachbarn und lernt sie mit zwei Netzen, die einander korrigieren. Contrastive: Zwei Ansichten einer Szene sind einander ähnlich und anderen Szenen unähnlich (SimCLR; mit einer Warteschlange MoCo v2). TURTLE: die Labels, die eine Gerade in den Merkmalen jedes Blocks trennt; verwendet keine augmentierten Kopien und keine letzten Blöcke.</translation>
        </message>
        <message>
            <source>What is learned</source>
            <translation>Was gelernt wird</translation>
        </message>
        <message>
            <source>linear map of the features</source>
            <translation>lineare Abbildung der Merkmale</translation>
        </message>
        <message>
            <source>last blocks of the model</source>
            <translation>letzte Blöcke des Modells</translation>
        </message>
        <message>
            <source>A linear map of the features takes minutes and cannot go far wrong. Training the last blocks too goes further, for better or worse, and wants a GPU.</source>
            <translation>Eine lineare Abbildung der Merkmale braucht Minuten und kann nicht weit danebenliegen. Auch die letzten Blöcke zu trainieren geht weiter, im Guten wie im Schlechten, und braucht eine GPU.</translation>
        </message>
        <message>
            <source>Number of clusters (0: inferred)</source>
            <translation>Anzahl der Cluster (0: abgeleitet)</translation>
        </message>
        <message>
            <source>Clusters of the result. 0: as many as the default clustering (UMAP and a Dirichlet process mixture) finds in the features before anything is learned.</source>
            <translation>Cluster des Ergebnisses. 0: so viele, wie das voreingestellte Clusterverfahren (UMAP und eine Dirichlet-Prozess-Mischung) in den Merkmalen findet, bevor etwas gelernt wird.</translation>
        </message>
        <message>
            <source>Epochs (0: as the method needs)</source>
            <translation>Epochen (0: je nach Methode)</translation>
        </message>
        <message>
            <source>How often the scenes are gone through, in all their copies where a linear map is learned; 0 takes what suits the method.</source>
            <translation>Wie oft die Szenen durchlaufen werden, in allen ihren Kopien, wenn eine lineare Abbildung gelernt wird; 0 nimmt, was zur Methode passt.</translation>
        </message>
        <message>
            <source>Augmented copies</source>
            <translation>Augmentierte Kopien</translation>
        </message>
        <message>
            <source>Linear map: so often the features of each scene are made once more, with the scene turned, flipped and cropped; every other copy is cropped further and changes its colors. Time grows with it.</source>
            <translation>Lineare Abbildung: so oft werden die Merkmale jeder Szene noch einmal erstellt, wobei die Szene gedreht, gespiegelt und beschnitten wird; jede zweite Kopie wird stärker beschnitten und farblich verändert. Die Zeit wächst damit.</translation>
        </message>
        <message>
            <source>Length of the adapted features, at most that of the model's own.</source>
            <translation>Länge der angepassten Merkmale, höchstens die der Merkmale des Modells selbst.</translation>
        </message>
        <message>
            <source>Scenes per step (0: as the method needs)</source>
            <translation>Szenen je Schritt (0: je nach Methode)</translation>
        </message>
        <message>
            <source>Scenes after which the weights are changed; 0 takes 256 for a linear map and 64 for the last blocks.</source>
            <translation>Szenen, nach denen die Gewichte geändert werden; 0 nimmt 256 für eine lineare Abbildung und 64 für die letzten Blöcke.</translation>
        </message>
        <message>
            <source>Learning rate (0: as the method needs)</source>
            <translation>Lernrate (0: je nach Methode)</translation>
        </message>
        <message>
            <source>Highest one; it rises first and then falls along a cosine. 0 takes what suits the method.</source>
            <translation>Die höchste; sie steigt zuerst und fällt dann entlang eines Kosinus. 0 nimmt, was zur Methode passt.</translation>
        </message>
        <message>
            <source>Temperature (0: as the method needs)</source>
            <translation>Temperatur (0: je nach Methode)</translation>
        </message>
        <message>
            <source>The classifier's cosines are divided by it; small values make it surer. 0 takes what suits the method.</source>
            <translation>Die Kosinus des Klassifikators werden durch sie geteilt; kleine Werte machen ihn sicherer. 0 nimmt, was zur Methode passt.</translation>
        </message>
        <message>
            <source>Reassign after epochs (0: as the method needs)</source>
            <translation>Neu zuordnen nach Epochen (0: je nach Methode)</translation>
        </message>
        <message>
            <source>After so many epochs scenes are labeled anew by SelfLabel, DeepCluster, DeeperCluster and UIC; 0 takes what suits the method.</source>
            <translation>Nach so vielen Epochen werden die Szenen von SelfLabel, DeepCluster, DeeperCluster und UIC neu gelabelt; 0 nimmt, was zur Methode passt.</translation>
        </message>
        <message>
            <source>Last blocks: pixels to which scenes are resized in training, a multiple of 14 (DINOv3, DOFA: 16).</source>
            <translation>Letzte Blöcke: Pixel, auf die Szenen beim Training skaliert werden, ein Vielfaches von 14 (DINOv3, DOFA: 16).</translation>
        </message>
        <message>
            <source>Last blocks: first blocks of the transformer that stay as they are; -1: half of them.</source>
            <translation>Letzte Blöcke: erste Blöcke des Transformers, die unverändert bleiben; -1: die Hälfte.</translation>
        </message>
        <message>
            <source>Overclustering (0: as the method needs)</source>
            <translation>Overclustering (0: je nach Methode)</translation>
        </message>
        <message>
            <source>DeepCluster and DeeperCluster: so many times more pseudo-labels than clusters are learned; k-means of the adapted features then makes the clusters. 0 takes what suits the method.</source>
            <translation>DeepCluster und DeeperCluster: Das Wievielfache der Clusterzahl an Pseudolabels gelernt wird; k-means der angepassten Merkmale bildet dann die Cluster. 0 nimmt, was zur Methode passt.</translation>
        </message>
        <message>
            <source>DeeperCluster: address of a Dask scheduler, as in tcp://host:8786, whose workers can import this plugin and see its folder in the home directory under the same path. Empty: threads of this computer.</source>
            <translation>DeeperCluster: Adresse eines Dask-Schedulers, etwa tcp://host:8786, dessen Worker dieses Plugin importieren können und seinen Ordner im Benutzerverzeichnis unter demselben Pfad sehen. Leer: Threads dieses Rechners.</translation>
        </message>
        <message>
            <source>Sizes of clusters</source>
            <translation>Größen der Cluster</translation>
        </message>
        <message>
            <source>estimated</source>
            <translation>geschätzt</translation>
        </message>
        <message>
            <source>SelfLabel: clusters of equal size; or sizes that are estimated from the model's answers, half way to equal ones.</source>
            <translation>SelfLabel: gleich große Cluster; oder Größen, die aus den Antworten des Modells geschätzt werden, auf halbem Weg zu gleich großen.</translation>
        </message>
        <message>
            <source>Sharpness of the transport</source>
            <translation>Schärfe des Transports</translation>
        </message>
        <message>
            <source>SelfLabel: the larger it is, the nearer the labels are to the best ones under the constraint on sizes; small values smooth them.</source>
            <translation>SelfLabel: je größer sie ist, desto näher liegen die Labels an den besten, die die Größenvorgabe zulässt; kleine Werte glätten sie.</translation>
        </message>
        <message>
            <source>Mined neighbors</source>
            <translation>Ermittelte Nachbarn</translation>
        </message>
        <message>
            <source>SCAN: so many nearest scenes are taken to belong to the cluster of a scene. RUC: so many vote on its label.</source>
            <translation>SCAN: so viele nächste Szenen gelten als zum Cluster einer Szene gehörig. RUC: so viele stimmen über ihr Label ab.</translation>
        </message>
        <message>
            <source>Weight of the entropy</source>
            <translation>Gewicht der Entropie</translation>
        </message>
        <message>
            <source>SCAN: how strongly clusters are kept from being unlike in size.</source>
            <translation>SCAN: wie stark verhindert wird, dass Cluster ungleich groß werden.</translation>
        </message>
        <message>
            <source>Confidence</source>
            <translation>Konfidenz</translation>
        </message>
        <message>
            <source>SCAN: in the last third of the epochs, scenes teach themselves whose cluster is more probable than this. RUC: labels that are more probable are credible.</source>
            <translation>SCAN: Im letzten Drittel der Epochen lehren Szenen sich selbst, deren Cluster wahrscheinlicher ist als dieser Wert. RUC: Labels, die wahrscheinlicher sind, gelten als glaubwürdig.</translation>
        </message>
        <message>
            <source>Labels to clean</source>
            <translation>Zu bereinigende Labels</translation>
        </message>
        <message>
            <source>default clustering</source>
            <translation>voreingestelltes Clusterverfahren</translation>
        </message>
        <message>
            <source>field</source>
            <translation>Feld</translation>
        </message>
        <message>
            <source>RUC: those of SCAN, which is learned first; of the default clustering (UMAP and a Dirichlet process mixture), with its number of clusters; or of a field.</source>
            <translation>RUC: die von SCAN, das zuerst gelernt wird; die des voreingestellten Clusterverfahrens (UMAP und eine Dirichlet-Prozess-Mischung), mit dessen Anzahl der Cluster; oder die eines Feldes.</translation>
        </message>
        <message>
            <source>Field of clusters</source>
            <translation>Feld der Cluster</translation>
        </message>
        <message>
            <source>RUC: field of the grid layer whose values are the clusters to clean, such as cluster or edited_cluster; scenes where it is empty or 0 have none.</source>
            <translation>RUC: Feld des Gitterlayers, dessen Werte die zu bereinigenden Cluster sind, etwa cluster oder edited_cluster; Szenen, bei denen es leer oder 0 ist, haben keinen.</translation>
        </message>
        <message>
            <source>Credible labels</source>
            <translation>Glaubwürdige Labels</translation>
        </message>
        <message>
            <source>hybrid</source>
            <translation>hybrid</translation>
        </message>
        <message>
            <source>confidence</source>
            <translation>Konfidenz</translation>
        </message>
        <message>
            <source>neighbors</source>
            <translation>Nachbarn</translation>
        </message>
        <message>
            <source>RUC: those more probable than the confidence, those that most mined neighbors have, or hybrid: those that are both. A field has no probabilities, and those of the default clustering are low: for these hybrid goes by neighbors alone.</source>
            <translation>RUC: diejenigen, die wahrscheinlicher sind als die Konfidenz, diejenigen, die die meisten ermittelten Nachbarn haben, oder hybrid: diejenigen, für die beides gilt. Ein Feld hat keine Wahrscheinlichkeiten, und die des voreingestellten Clusterverfahrens sind niedrig: Für diese richtet sich hybrid allein nach den Nachbarn.</translation>
        </message>
        <message>
            <source>Keys in the queue</source>
            <translation>Schlüssel in der Warteschlange</translation>
        </message>
        <message>
            <source>Contrastive: 0 compares a scene with the others of its step (SimCLR). Other numbers compare it with as many of earlier steps, made by a momentum encoder (MoCo v2), which suits small steps.</source>
            <translation>Contrastive: 0 vergleicht eine Szene mit den anderen ihres Schritts (SimCLR). Andere Zahlen vergleichen sie mit so vielen aus früheren Schritten, erstellt von einem Momentum-Encoder (MoCo v2), was sich für kleine Schritte eignet.</translation>
        </message>
        <message>
            <source>Refined model</source>
            <translation>Verfeinertes Modell</translation>
        </message>
        <message>
            <source>The adapted model, for the weights file of the other algorithms.</source>
            <translation>Das angepasste Modell, für die Gewichtsdatei der anderen Algorithmen.</translation>
        </message>
        <message>
            <source>Loss of the last epoch</source>
            <translation>Verlust der letzten Epoche</translation>
        </message>
        <message>
            <source>Labels</source>
            <translation>Labels</translation>
        </message>
        <message>
            <source>Points, polygons or a table without geometry, in any coordinate reference system, with a field of classes. A point labels the scene it lies in, a polygon those whose center or half it covers, and a row without a place the scene whose number is in its field scene_id.</source>
            <translation>Punkte, Polygone oder eine Tabelle ohne Geometrie, in beliebigem Koordinatenbezugssystem, mit einem Klassenfeld. Ein Punkt labelt die Szene, in der er liegt, ein Polygon diejenigen, deren Mittelpunkt oder Hälfte es bedeckt, und eine Zeile ohne Ort die Szene, deren Nummer in ihrem Feld scene_id steht.</translation>
        </message>
        <message>
            <source>Field of the class</source>
            <translation>Feld der Klasse</translation>
        </message>
        <message>
            <source>Codes or names of classes. Rows without one are left out.</source>
            <translation>Codes oder Namen von Klassen. Zeilen ohne Klasse werden ausgelassen.</translation>
        </message>
        <message>
            <source>Field of what it is not</source>
            <translation>Feld mit dem, was sie nicht ist</translation>
        </message>
        <message>
            <source>A class that the scene is not: 'not water' is often known sooner than what it is. A scene that is none of the classes is taken for none of them, and so are those like it.</source>
            <translation>Eine Klasse, die die Szene nicht ist: „kein Wasser“ weiß man oft früher, als was sie ist. Eine Szene, die keine der Klassen ist, wird für keine davon gehalten, und ebenso ihr ähnliche.</translation>
        </message>
        <message>
            <source>Field of the time</source>
            <translation>Feld der Zeit</translation>
        </message>
        <message>
            <source>Of several labels of a scene the latest counts, by a date, a number or a text as 2026-05-31. Empty: by the order of the rows.</source>
            <translation>Von mehreren Labels einer Szene zählt das späteste, nach einem Datum, einer Zahl oder einem Text wie 2026-05-31. Leer: nach der Reihenfolge der Zeilen.</translation>
        </message>
        <message>
            <source>A layer in a GeoPackage that has noted its features and its schema; any layer of scenes made here will do. Empty: give the features.</source>
            <translation>Ein Layer in einem GeoPackage, der seine Merkmale und sein Schema vermerkt hat; jeder hier erstellte Szenenlayer ist geeignet. Leer: Merkmale angeben.</translation>
        </message>
        <message>
            <source>The features of the scenes, made by Extract features or Cluster a raster. Empty: those that the layer has noted.</source>
            <translation>Die Merkmale der Szenen, erstellt mit „Merkmale extrahieren“ oder „Raster clustern“. Leer: diejenigen, die der Layer vermerkt hat.</translation>
        </message>
        <message>
            <source>Label model</source>
            <translation>Label-Modell</translation>
        </message>
        <message>
            <source>A model that Classify scenes has saved, in place of labels: nothing is learned, and its classes are found in the features of another raster.</source>
            <translation>Ein Modell, das „Szenen klassifizieren“ gespeichert hat, anstelle von Labels: Es wird nichts gelernt, und seine Klassen werden in den Merkmalen eines anderen Rasters gefunden.</translation>
        </message>
        <message>
            <source>Logistic regression</source>
            <translation>Logistische Regression</translation>
        </message>
        <message>
            <source>Linear discriminant</source>
            <translation>Lineare Diskriminante</translation>
        </message>
        <message>
            <source>Prototypes</source>
            <translation>Prototypen</translation>
        </message>
        <message>
            <source>Logistic regression: regularized, and the best on labeled scenes. Linear discriminant: classes with one common shape, which takes two labels of each. Prototypes: the mean of a class's labeled scenes stands for it.</source>
            <translation>Logistische Regression: regularisiert, und am besten bei gelabelten Szenen. Lineare Diskriminante: Klassen mit einer gemeinsamen Form; braucht zwei Labels von jeder. Prototypen: Der Mittelwert der gelabelten Szenen einer Klasse steht für sie.</translation>
        </message>
        <message>
            <source>Inverse regularization</source>
            <translation>Inverse Regularisierung</translation>
        </message>
        <message>
            <source>Logistic regression: small values trust the labels less.</source>
            <translation>Logistische Regression: Kleine Werte vertrauen den Labels weniger.</translation>
        </message>
        <message>
            <source>Diffusion</source>
            <translation>Diffusion</translation>
        </message>
        <message>
            <source>How much of a scene's features comes from the scenes that are most like it, before anything is learned: with few labels, the groups that all scenes form say more than these do. Left out by itself where labels that are kept aside are told apart better without. 0: features stay as they are.</source>
            <translation>Wie viel der Merkmale einer Szene von den ihr ähnlichsten Szenen stammt, bevor etwas gelernt wird: Bei wenigen Labels sagen die Gruppen, die alle Szenen bilden, mehr aus als diese. Sie entfällt von selbst, wenn zurückgehaltene Labels ohne sie besser unterschieden werden. 0: Die Merkmale bleiben unverändert.</translation>
        </message>
        <message>
            <source>Diffusion: the most similar scenes that a scene takes over from.</source>
            <translation>Diffusion: die ähnlichsten Szenen, von denen eine Szene übernimmt.</translation>
        </message>
        <message>
            <source>Doubtful from</source>
            <translation>Zweifelhaft ab</translation>
        </message>
        <message>
            <source>A scene is ambiguous where its second class is so many times as likely as the first, or more.</source>
            <translation>Eine Szene ist mehrdeutig, wenn ihre zweite Klasse mindestens so vielmal so wahrscheinlich ist wie die erste.</translation>
        </message>
        <message>
            <source>A scene whose features are less similar than that to those of every labeled scene gets no class: it is none of these. From -1 to 1; the field similarity shows what it is. Empty: every scene gets a class.</source>
            <translation>Eine Szene, deren Merkmale denen jeder gelabelten Szene weniger ähnlich sind, erhält keine Klasse: Sie ist keine von diesen. Von -1 bis 1; das Feld similarity zeigt den Wert. Leer: Jede Szene erhält eine Klasse.</translation>
        </message>
        <message>
            <source>Folds</source>
            <translation>Teilmengen</translation>
        </message>
        <message>
            <source>Parts of the labels, each made of whole blocks of the map, of which one at a time is kept aside to see how right and how sure the others are there.</source>
            <translation>Teile der Labels, jeweils aus ganzen Blöcken der Karte, von denen immer einer zurückgehalten wird, um zu sehen, wie richtig und wie sicher die anderen dort sind.</translation>
        </message>
        <message>
            <source>Probabilities of all classes</source>
            <translation>Wahrscheinlichkeiten aller Klassen</translation>
        </message>
        <message>
            <source>Adds fields member_1, member_2 and so on with the probability of each class.</source>
            <translation>Fügt Felder member_1, member_2 usw. mit der Wahrscheinlichkeit jeder Klasse hinzu.</translation>
        </message>
        <message>
            <source>Classified scenes</source>
            <translation>Klassifizierte Szenen</translation>
        </message>
        <message>
            <source>The scenes with class_code, class_name, probability, second_class, second_probability, ambiguous, and similarity to the most similar labeled scene. label and not_label are what the scene was labeled, held_out the class that the other labels give it.</source>
            <translation>Die Szenen mit class_code, class_name, probability, second_class, second_probability, ambiguous und similarity zur ähnlichsten gelabelten Szene. label und not_label geben an, wie die Szene gelabelt wurde, held_out die Klasse, die ihr die anderen Labels geben.</translation>
        </message>
        <message>
            <source>Label model to save</source>
            <translation>Zu speicherndes Label-Modell</translation>
        </message>
        <message>
            <source>Label models</source>
            <translation>Label-Modelle</translation>
        </message>
        <message>
            <source>The model, for the features of another raster.</source>
            <translation>Das Modell, für die Merkmale eines anderen Rasters.</translation>
        </message>
        <message>
            <source>Labeled scenes</source>
            <translation>Gelabelte Szenen</translation>
        </message>
        <message>
            <source>Ambiguous scenes</source>
            <translation>Mehrdeutige Szenen</translation>
        </message>
        <message>
            <source>Labeled scenes that were kept aside</source>
            <translation>Zurückgehaltene gelabelte Szenen</translation>
        </message>
        <message>
            <source>Accuracy, cross-validated</source>
            <translation>Genauigkeit, kreuzvalidiert</translation>
        </message>
        <message>
            <source>Expected calibration error, cross-validated</source>
            <translation>Erwarteter Kalibrierungsfehler, kreuzvalidiert</translation>
        </message>
        <message>
            <source>Pairs</source>
            <translation>Paare</translation>
        </message>
        <message>
            <source>A table of pairs of scenes by their numbers (scene_id), with what is known of each: 'must' share a cluster, or 'cannot'.</source>
            <translation>Eine Tabelle von Szenenpaaren nach ihren Nummern (scene_id), mit dem, was über jedes bekannt ist: 'must' (sie müssen in denselben Cluster) oder 'cannot' (sie dürfen es nicht).</translation>
        </message>
        <message>
            <source>Field of the first scene</source>
            <translation>Feld der ersten Szene</translation>
        </message>
        <message>
            <source>Empty: the field scene_1.</source>
            <translation>Leer: das Feld scene_1.</translation>
        </message>
        <message>
            <source>Field of the second scene</source>
            <translation>Feld der zweiten Szene</translation>
        </message>
        <message>
            <source>Empty: the field scene_2.</source>
            <translation>Leer: das Feld scene_2.</translation>
        </message>
        <message>
            <source>Field of what is known</source>
            <translation>Feld des Bekannten</translation>
        </message>
        <message>
            <source>Texts that begin with must or cannot, or the numbers 1 and -1. Empty: pair.</source>
            <translation>Texte, die mit must oder cannot beginnen, oder die Zahlen 1 und -1. Leer: pair.</translation>
        </message>
        <message>
            <source>Scenes that lie among others that they must be apart from</source>
            <translation>Szenen, die zwischen anderen liegen, von denen sie getrennt sein müssen</translation>
        </message>
        <message>
            <source>Wanted accuracy</source>
            <translation>Gewünschte Genauigkeit</translation>
        </message>
        <message>
            <source>The accuracy that the map is to have.</source>
            <translation>Die Genauigkeit, die die Karte haben soll.</translation>
        </message>
        <message>
            <source>Repeats</source>
            <translation>Wiederholungen</translation>
        </message>
        <message>
            <source>How often labels are drawn for each point of the curve.</source>
            <translation>Wie oft für jeden Punkt der Kurve Labels gezogen werden.</translation>
        </message>
        <message>
            <source>Points</source>
            <translation>Punkte</translation>
        </message>
        <message>
            <source>Numbers of labels that are tried.</source>
            <translation>Anzahlen von Labels, die ausprobiert werden.</translation>
        </message>
        <message>
            <source>Learning curve</source>
            <translation>Lernkurve</translation>
        </message>
        <message>
            <source>A row for each number of labels, of all scenes (without a class) and of those of each class: accuracy, 95 % interval, and the fitted law.</source>
            <translation>Eine Zeile für jede Anzahl von Labels, aller Szenen (ohne Klasse) und derer jeder Klasse: Genauigkeit, 95-%-Intervall und das angepasste Gesetz.</translation>
        </message>
        <message>
            <source>The curves, the classes and what they say.</source>
            <translation>Die Kurven, die Klassen und was sie aussagen.</translation>
        </message>
        <message>
            <source>Accuracy with all labels</source>
            <translation>Genauigkeit mit allen Labels</translation>
        </message>
        <message>
            <source>Accuracy, lower end</source>
            <translation>Genauigkeit, untere Grenze</translation>
        </message>
        <message>
            <source>Accuracy, upper end</source>
            <translation>Genauigkeit, obere Grenze</translation>
        </message>
        <message>
            <source>Accuracy with endless labels</source>
            <translation>Genauigkeit mit unendlich vielen Labels</translation>
        </message>
        <message>
            <source>What twice as many labels bring</source>
            <translation>Was doppelt so viele Labels bringen</translation>
        </message>
        <message>
            <source>Labels for the wanted accuracy</source>
            <translation>Labels für die gewünschte Genauigkeit</translation>
        </message>
        <message>
            <source>Scenes to label</source>
            <translation>Zu labelnde Szenen</translation>
        </message>
        <message>
            <source>As many scenes are suggested, the most useful first.</source>
            <translation>So viele Szenen werden vorgeschlagen, die nützlichsten zuerst.</translation>
        </message>
        <message>
            <source>Most of a class</source>
            <translation>Höchstzahl je Klasse</translation>
        </message>
        <message>
            <source>No more scenes are suggested that are taken for the same class, once there are labels of two. Empty: as many as are useful.</source>
            <translation>Es werden nicht mehr Szenen vorgeschlagen, die für dieselbe Klasse gehalten werden, sobald es Labels von zweien gibt. Leer: so viele, wie nützlich sind.</translation>
        </message>
        <message>
            <source>Least distance (map units)</source>
            <translation>Geringster Abstand (Karteneinheiten)</translation>
        </message>
        <message>
            <source>Suggested and labeled scenes are that far apart on the map at least, in the units of its reference system, so that the labels do not all lie in one corner.</source>
            <translation>Vorgeschlagene und gelabelte Szenen liegen auf der Karte mindestens so weit auseinander, in den Einheiten ihres Bezugssystems, damit nicht alle Labels in einer Ecke liegen.</translation>
        </message>
        <message>
            <source>The scenes by rank, with reason, and class_code, class_name, not_class, labeled_by and labeled_at to be filled in.</source>
            <translation>Die Szenen nach Rang, mit reason, sowie class_code, class_name, not_class, labeled_by und labeled_at zum Ausfüllen.</translation>
        </message>
        <message>
            <source>Scenes suggested</source>
            <translation>Vorgeschlagene Szenen</translation>
        </message>
        <message>
            <source>Bands that are looked at; on the command line as 4;1;2. Empty: all but alpha bands.</source>
            <translation>Zu betrachtende Bänder; auf der Kommandozeile als 4;1;2. Leer: alle außer Alphabändern.</translation>
        </message>
        <message>
            <source>Training areas, in any coordinate reference system: the valid pixels whose centers they cover. Each class needs more pixels than there are bands. Where polygons overlap, the later one counts.</source>
            <translation>Trainingsgebiete, in beliebigem Koordinatenbezugssystem: die gültigen Pixel, deren Mittelpunkte sie bedecken. Jede Klasse braucht mehr Pixel, als es Bänder gibt. Wo sich Polygone überlappen, zählt das spätere.</translation>
        </message>
        <message>
            <source>Field with the classes, text or codes. Whole numbers from 1 to 255 become the values in the map; otherwise classes are numbered in the order of their names. Polygons without a class are left out.</source>
            <translation>Feld mit den Klassen, Text oder Codes. Ganze Zahlen von 1 bis 255 werden zu den Werten der Karte; andernfalls werden die Klassen in der Reihenfolge ihrer Namen nummeriert. Polygone ohne Klasse werden ausgelassen.</translation>
        </message>
        <message>
            <source>Signatures</source>
            <translation>Signaturen</translation>
        </message>
        <message>
            <source>In place of polygons: signatures of Pixel clusters or of this algorithm.</source>
            <translation>Anstelle von Polygonen: Signaturen von „Pixelcluster“ oder von diesem Algorithmus.</translation>
        </message>
        <message>
            <source>Weigh classes by pixels</source>
            <translation>Klassen nach Pixeln gewichten</translation>
        </message>
        <message>
            <source>Larger classes are more likely, by the pixels of their signatures: for signatures of Pixel clusters. Otherwise all classes are equally likely.</source>
            <translation>Größere Klassen sind wahrscheinlicher, nach den Pixeln ihrer Signaturen: für Signaturen von „Pixelcluster“. Andernfalls sind alle Klassen gleich wahrscheinlich.</translation>
        </message>
        <message>
            <source>Reject (%)</source>
            <translation>Zurückweisen (%)</translation>
        </message>
        <message>
            <source>Pixels are rejected that lie as far from the mean of their class as only this percentage of the class's own pixels would (chi-square distribution of the Mahalanobis distance). 0: none are.</source>
            <translation>Zurückgewiesen werden Pixel, die so weit vom Mittelwert ihrer Klasse entfernt liegen wie nur dieser Prozentsatz der eigenen Pixel der Klasse (Chi-Quadrat-Verteilung der Mahalanobis-Distanz). 0: keine.</translation>
        </message>
        <message>
            <source>Rejected pixels become</source>
            <translation>Zurückgewiesene Pixel werden zu</translation>
        </message>
        <message>
            <source>no data</source>
            <translation>Nodata</translation>
        </message>
        <message>
            <source>class of its own</source>
            <translation>eigene Klasse</translation>
        </message>
        <message>
            <source>No data, which is 0 in the map, or a class of its own, whose value is one more than the largest class.</source>
            <translation>Nodata, das auf der Karte 0 ist, oder eine eigene Klasse, deren Wert um eins größer ist als der der größten Klasse.</translation>
        </message>
        <message>
            <source>GeoTIFF with the class of each pixel, 0 where there is no data, with colors and names; 8 bits up to class 255, else 16.</source>
            <translation>GeoTIFF mit der Klasse jedes Pixels, 0 bei Nodata, mit Farben und Namen; 8 Bit bis Klasse 255, sonst 16.</translation>
        </message>
        <message>
            <source>Probability</source>
            <translation>Wahrscheinlichkeit</translation>
        </message>
        <message>
            <source>GeoTIFF with the posterior probability of the class in percent; 255 where there is no data and where pixels are rejected. Not made where it is not asked for.</source>
            <translation>GeoTIFF mit der A-posteriori-Wahrscheinlichkeit der Klasse in Prozent; 255 bei Nodata und bei zurückgewiesenen Pixeln. Wird nur auf Wunsch erstellt.</translation>
        </message>
        <message>
            <source>Signatures used</source>
            <translation>Verwendete Signaturen</translation>
        </message>
        <message>
            <source>Pixels, mean and covariance of each class, for other rasters.</source>
            <translation>Pixel, Mittelwert und Kovarianz jeder Klasse, für andere Raster.</translation>
        </message>
        <message>
            <source>Number of valid pixels</source>
            <translation>Anzahl gültiger Pixel</translation>
        </message>
        <message>
            <source>Number of rejected pixels</source>
            <translation>Anzahl zurückgewiesener Pixel</translation>
        </message>
        <message>
            <source>fuzzy k-means</source>
            <translation>Fuzzy-k-means</translation>
        </message>
        <message>
            <source>migrating means</source>
            <translation>wandernde Mittelwerte</translation>
        </message>
        <message>
            <source>ISODATA splits wide clusters and merges near ones, and comes to its own number; k-means makes as many as asked for; fuzzy k-means weighs each pixel by its membership in all clusters; migrating means starts along the diagonal of the bands and goes through all pixels until few of them change.</source>
            <translation>ISODATA teilt breite Cluster, führt nahe zusammen und kommt zu seiner eigenen Anzahl; k-means erstellt so viele wie verlangt; Fuzzy-k-means gewichtet jedes Pixel nach seiner Zugehörigkeit zu allen Clustern; wandernde Mittelwerte beginnt entlang der Diagonale der Bänder und durchläuft alle Pixel, bis sich nur noch wenige ändern.</translation>
        </message>
        <message>
            <source>Number of classes. ISODATA takes it as the desired number and makes between half and twice as many.</source>
            <translation>Anzahl der Klassen. ISODATA nimmt sie als gewünschte Anzahl und erstellt halb bis doppelt so viele.</translation>
        </message>
        <message>
            <source>Standardize the bands</source>
            <translation>Bänder standardisieren</translation>
        </message>
        <message>
            <source>Divide each band by its standard deviation, so that all bands count alike. Otherwise a band of large numbers counts most.</source>
            <translation>Jedes Band durch seine Standardabweichung teilen, sodass alle Bänder gleich viel zählen. Andernfalls zählt ein Band mit großen Zahlen am meisten.</translation>
        </message>
        <message>
            <source>Sample (pixels)</source>
            <translation>Stichprobe (Pixel)</translation>
        </message>
        <message>
            <source>Valid pixels, drawn at random over the whole raster, that the clusters are found on. Migrating means uses all pixels, and the sample only to start.</source>
            <translation>Gültige Pixel, zufällig über das ganze Raster gezogen, an denen die Cluster gefunden werden. Die Methode „wandernde Mittelwerte“ verwendet alle Pixel und die Stichprobe nur zu Beginn.</translation>
        </message>
        <message>
            <source>Of ISODATA, fuzzy k-means and migrating means, which reads the whole raster in each. They end before when nothing changes any more.</source>
            <translation>Bei ISODATA, Fuzzy-k-means und „wandernde Mittelwerte“, das in jeder das ganze Raster liest. Sie enden früher, wenn sich nichts mehr ändert.</translation>
        </message>
        <message>
            <source>Smallest cluster (% of pixels)</source>
            <translation>Kleinster Cluster (% der Pixel)</translation>
        </message>
        <message>
            <source>ISODATA: a cluster with less than this percentage of the pixels is given up.</source>
            <translation>ISODATA: Ein Cluster mit weniger als diesem Prozentsatz der Pixel wird aufgegeben.</translation>
        </message>
        <message>
            <source>Largest deviation</source>
            <translation>Größte Abweichung</translation>
        </message>
        <message>
            <source>ISODATA: a cluster is split when its standard deviation along a band is larger. In standard deviations of the band where the bands are standardized, else in units of the raster. Empty: half more than as many clusters of migrating means have.</source>
            <translation>ISODATA: Ein Cluster wird geteilt, wenn seine Standardabweichung entlang eines Bandes größer ist. In Standardabweichungen des Bandes, wenn die Bänder standardisiert sind, sonst in Einheiten des Rasters. Leer: anderthalbmal so viel, wie ebenso viele Cluster von „wandernde Mittelwerte“ haben.</translation>
        </message>
        <message>
            <source>Smallest distance</source>
            <translation>Kleinster Abstand</translation>
        </message>
        <message>
            <source>ISODATA: clusters whose means are nearer are merged, in the same units. Empty: half the distance that neighbors among as many clusters of migrating means have.</source>
            <translation>ISODATA: Cluster, deren Mittelwerte näher beieinander liegen, werden zusammengeführt, in denselben Einheiten. Leer: der halbe Abstand, den Nachbarn unter ebenso vielen Clustern von „wandernde Mittelwerte“ haben.</translation>
        </message>
        <message>
            <source>Pairs merged</source>
            <translation>Zusammengeführte Paare</translation>
        </message>
        <message>
            <source>Share that changes (%)</source>
            <translation>Anteil der Änderungen (%)</translation>
        </message>
        <message>
            <source>Migrating means: it ends when not more than this percentage of the pixels changes its class in an iteration.</source>
            <translation>wandernde Mittelwerte: endet, wenn in einer Iteration höchstens dieser Prozentsatz der Pixel seine Klasse ändert.</translation>
        </message>
        <message>
            <source>Fuzzy k-means: exponent of the memberships. Near 1 it is as k-means; large values let clusters flow together.</source>
            <translation>Fuzzy-k-means: Exponent der Zugehörigkeiten. Nahe 1 ist es wie k-means; große Werte lassen Cluster ineinanderfließen.</translation>
        </message>
        <message>
            <source>Pixels, mean and covariance of each class, with the bands and how the classes were made.</source>
            <translation>Pixel, Mittelwert und Kovarianz jeder Klasse, mit den Bändern und der Art, wie die Klassen erstellt wurden.</translation>
        </message>
        <message>
            <source>GeoTIFF with a band for each class: its fuzzy membership in percent, 255 where there is no data. Possible for each method. Not made where it is not asked for.</source>
            <translation>GeoTIFF mit einem Band für jede Klasse: ihre unscharfe Zugehörigkeit in Prozent, 255 bei Nodata. Für jede Methode möglich. Wird nur auf Wunsch erstellt.</translation>
        </message>
        <message>
            <source>Scenes with a smaller share of valid pixels are left out; 0 keeps all. Nodata, NaN, alpha and mask bands, and what is outside the raster, are not valid.</source>
            <translation>Szenen mit einem geringeren Anteil gültiger Pixel werden ausgelassen; 0 behält alle. Nodata, NaN, Alpha- und Maskenbänder sowie alles außerhalb des Rasters sind nicht gültig.</translation>
        </message>
        <message>
            <source>Scenes</source>
            <translation>Szenen</translation>
        </message>
        <message>
            <source>Polygons with scene_id, row, col and valid_fraction.</source>
            <translation>Polygone mit scene_id, row, col und valid_fraction.</translation>
        </message>
        <message>
            <source>Scenes left out</source>
            <translation>Ausgelassene Szenen</translation>
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
            <translation>SLIC erzeugt kompakte Segmente von etwa gleicher Größe; Felzenszwalb große, wo das Bild gleichmäßig ist, und kleine, wo es das nicht ist.</translation>
        </message>
        <message>
            <source>Pixels of a segment (SLIC)</source>
            <translation>Pixel eines Segments (SLIC)</translation>
        </message>
        <message>
            <source>SLIC: about as many pixels make a segment. For features of scenes, a few thousand.</source>
            <translation>SLIC: etwa so viele Pixel bilden ein Segment. Für Merkmale von Szenen einige Tausend.</translation>
        </message>
        <message>
            <source>Compactness</source>
            <translation>Kompaktheit</translation>
        </message>
        <message>
            <source>SLIC: how much nearness counts against likeness, with bands scaled to 0..1. Large values give squares, small ones ragged outlines.</source>
            <translation>SLIC: wie viel Nähe gegenüber Ähnlichkeit zählt, mit auf 0..1 skalierten Bändern. Große Werte ergeben Quadrate, kleine zerklüftete Umrisse.</translation>
        </message>
        <message>
            <source>Scale (Felzenszwalb)</source>
            <translation>Skala (Felzenszwalb)</translation>
        </message>
        <message>
            <source>Felzenszwalb: large values give large segments.</source>
            <translation>Felzenszwalb: Große Werte ergeben große Segmente.</translation>
        </message>
        <message>
            <source>Smoothing</source>
            <translation>Glättung</translation>
        </message>
        <message>
            <source>Standard deviation, in pixels, of the Gaussian that smooths the image first; 0: none.</source>
            <translation>Standardabweichung, in Pixeln, des Gauß-Filters, der das Bild vorher glättet; 0: keiner.</translation>
        </message>
        <message>
            <source>Smallest segment (pixels)</source>
            <translation>Kleinstes Segment (Pixel)</translation>
        </message>
        <message>
            <source>Segments of fewer pixels are joined to the neighbor that is most like them. Only what has no neighbor, such as an island in nodata, stays smaller. Empty: a quarter of the pixels of a segment for SLIC, 50 for Felzenszwalb.</source>
            <translation>Segmente mit weniger Pixeln werden mit dem ähnlichsten Nachbarn vereinigt. Nur was keinen Nachbarn hat, etwa eine Insel in Nodata, bleibt kleiner. Leer: bei SLIC ein Viertel der Pixel eines Segments, bei Felzenszwalb 50.</translation>
        </message>
        <message>
            <source>Segments</source>
            <translation>Segmente</translation>
        </message>
        <message>
            <source>Polygons with scene_id, pixels, valid_fraction (of the window around the polygon, which is what Extract features looks at) and area in square meters on the ellipsoid (in the plane of a system that has none).</source>
            <translation>Polygone mit scene_id, pixels, valid_fraction (des Fensters um das Polygon, das „Merkmale extrahieren“ betrachtet) und area in Quadratmetern auf dem Ellipsoid (in der Ebene bei Bezugssystemen ohne Ellipsoid).</translation>
        </message>
        <message>
            <source>Number of segments</source>
            <translation>Anzahl der Segmente</translation>
        </message>
        <message>
            <source>Polygons in any coordinate reference system; only cells with area inside them count.</source>
            <translation>Polygone in beliebigem Koordinatenbezugssystem; es zählen nur Zellen mit Fläche innerhalb der Polygone.</translation>
        </message>
        <message>
            <source>Scales</source>
            <translation>Skalen</translation>
        </message>
        <message>
            <source>Without geometry, a row for each size: size and context in pixels, and size_map and context_map in units of the raster's coordinate reference system; cells; seconds that their features take on this computer; between, apart, stability and score, which the report explains; proposed (yes or no).</source>
            <translation>Ohne Geometrie, eine Zeile für jede Größe: size und context in Pixeln, size_map und context_map in Einheiten des Koordinatenbezugssystems des Rasters; cells; seconds, die ihre Merkmale auf diesem Rechner brauchen; between, apart, stability und score, die der Bericht erklärt; proposed (yes oder no).</translation>
        </message>
        <message>
            <source>The table, and the same place at each size, in one file.</source>
            <translation>Die Tabelle und derselbe Ort in jeder Größe, in einer Datei.</translation>
        </message>
        <message>
            <source>Proposed size in pixels</source>
            <translation>Vorgeschlagene Größe in Pixeln</translation>
        </message>
        <message>
            <source>Proposed context in pixels</source>
            <translation>Vorgeschlagener Kontext in Pixeln</translation>
        </message>
        <message>
            <source>Number of cells at that size</source>
            <translation>Anzahl der Zellen bei dieser Größe</translation>
        </message>
        <message>
            <source>Show only</source>
            <translation>Nur anzeigen</translation>
        </message>
        <message>
            <source>Say what there is, and remove nothing.</source>
            <translation>Angeben, was vorhanden ist, und nichts entfernen.</translation>
        </message>
        <message>
            <source>Remove what stopped runs have left</source>
            <translation>Reste abgebrochener Läufe entfernen</translation>
        </message>
        <message>
            <source>Features, projections and clusters that were finished when a run was stopped.</source>
            <translation>Merkmale, Projektionen und Cluster, die fertig waren, als ein Lauf abgebrochen wurde.</translation>
        </message>
        <message>
            <source>Remove what stopped training has left</source>
            <translation>Reste abgebrochenen Trainings entfernen</translation>
        </message>
        <message>
            <source>Images and states of Fine-tune a model and of Refine a model.</source>
            <translation>Bilder und Zustände von „Modell feinabstimmen“ und von „Modell verfeinern“.</translation>
        </message>
        <message>
            <source>Remove compiled code and measured speeds</source>
            <translation>Kompilierten Code und Messungen entfernen</translation>
        </message>
        <message>
            <source>They are made again by the next run, which takes it up to a minute.</source>
            <translation>Sie werden vom nächsten Lauf neu erstellt, der dafür bis zu einer Minute braucht.</translation>
        </message>
        <message>
            <source>Remove downloaded weights</source>
            <translation>Heruntergeladene Gewichte entfernen</translation>
        </message>
        <message>
            <source>Official DINOv2 models, in the cache of the model hub, which other programs may use, too. The next run with one of them downloads it again.</source>
            <translation>Offizielle DINOv2-Modelle, im Cache des Model Hub, den auch andere Programme verwenden können. Der nächste Lauf mit einem davon lädt es erneut herunter.</translation>
        </message>
        <message>
            <source>Older than (days)</source>
            <translation>Älter als (Tage)</translation>
        </message>
        <message>
            <source>Only what was not used for so many days is removed; 0: everything.</source>
            <translation>Nur was so viele Tage lang nicht verwendet wurde, wird entfernt; 0: alles.</translation>
        </message>
        <message>
            <source>Places that were emptied</source>
            <translation>Geleerte Orte</translation>
        </message>
        <message>
            <source>Bytes that were freed</source>
            <translation>Freigegebene Bytes</translation>
        </message>
        <message>
            <source>Places that a running process needs</source>
            <translation>Orte, die ein laufender Prozess braucht</translation>
        </message>
        <message>
            <source>Features, projections and clusters of stopped runs: bytes now</source>
            <translation>Merkmale, Projektionen und Cluster abgebrochener Läufe: Bytes jetzt</translation>
        </message>
        <message>
            <source>Training that was stopped: bytes now</source>
            <translation>Abgebrochenes Training: Bytes jetzt</translation>
        </message>
        <message>
            <source>Compiled code, measured speeds and scales: bytes now</source>
            <translation>Kompilierter Code, gemessene Geschwindigkeiten und Skalen: Bytes jetzt</translation>
        </message>
        <message>
            <source>Downloaded weights of models: bytes now</source>
            <translation>Heruntergeladene Gewichte von Modellen: Bytes jetzt</translation>
        </message>
        <message>
            <source>Check only</source>
            <translation>Nur prüfen</translation>
        </message>
        <message>
            <source>Install nothing, and report: what there is, what would be downloaded, whether the network answers, and how the last set-up ended. There are no passwords in the report.</source>
            <translation>Nichts installieren, sondern berichten: was vorhanden ist, was heruntergeladen würde, ob das Netzwerk antwortet und wie die letzte Einrichtung endete. Der Bericht enthält keine Passwörter.</translation>
        </message>
        <message>
            <source>PyTorch</source>
            <translation>PyTorch</translation>
        </message>
        <message>
            <source>as this computer needs it</source>
            <translation>wie dieser Rechner es braucht</translation>
        </message>
        <message>
            <source>without CUDA</source>
            <translation>ohne CUDA</translation>
        </message>
        <message>
            <source>with CUDA</source>
            <translation>mit CUDA</translation>
        </message>
        <message>
            <source>Only Linux has a choice. CUDA is for computers with an NVIDIA GPU, and adds 2.6 GB to the download; it is never taken instead of what cannot be had.</source>
            <translation>Nur unter Linux gibt es eine Wahl. CUDA ist für Rechner mit einer NVIDIA-GPU und vergrößert den Download um 2,6 GB; es wird nie ersatzweise für etwas genommen, das nicht verfügbar ist.</translation>
        </message>
        <message>
            <source>Folder of wheels (offline)</source>
            <translation>Ordner mit Wheels (offline)</translation>
        </message>
        <message>
            <source>A folder with the wheels of all packages, for computers without a network: pip download fills it on another one of the same kind. Empty: from the network.</source>
            <translation>Ein Ordner mit den Wheels aller Pakete, für Rechner ohne Netzwerk: pip download füllt ihn auf einem anderen gleicher Art. Leer: aus dem Netzwerk.</translation>
        </message>
        <message>
            <source>Python to build with</source>
            <translation>Python zum Erstellen</translation>
        </message>
        <message>
            <source>A Python 3.11 or later from which the environment is made. Empty: QGIS's own.</source>
            <translation>Ein Python 3.11 oder neuer, aus dem die Umgebung erstellt wird. Leer: das von QGIS.</translation>
        </message>
        <message>
            <source>Python of the worker</source>
            <translation>Python des Workers</translation>
        </message>
        <message>
            <source>Apply clusters</source>
            <translation>Cluster anwenden</translation>
        </message>
        <message>
            <source>Finds the clusters of a saved cluster model on a new raster, or in features that are already extracted. Model, scaling, projection and clusters are those of the first run, nothing is fitted again, so cluster 3 means the same on both maps. Where the clusters do not fit the new raster, the log says so: many of its scenes are then unlike all that the clusters were fitted on, or have a lower probability.</source>
            <translation>Findet die Cluster eines gespeicherten Clustermodells auf einem neuen Raster oder in bereits extrahierten Merkmalen. Modell, Skalierung, Projektion und Cluster sind die des ersten Laufs, nichts wird neu angepasst, sodass Cluster 3 auf beiden Karten dasselbe bedeutet. Passen die Cluster nicht zum neuen Raster, weist das Protokoll darauf hin: Viele seiner Szenen sind dann allem unähnlich, woran die Cluster angepasst wurden, oder haben eine geringere Wahrscheinlichkeit.</translation>
        </message>
        <message>
            <source>Assess accuracy</source>
            <translation>Genauigkeit bewerten</translation>
        </message>
        <message>
            <source>Compares a map with reference labels: confusion matrix, overall, user's and producer's accuracy, F1, kappa, and accuracies and areas of the classes as they are estimated from the reference, with 95 % confidence intervals (Olofsson et al. 2014; the mapped classes are the strata). Reference labels are codes or names of the map's classes. The reference is a layer of points or polygons, a class raster, or a field of the map itself that was filled in. Each scene counts once: with several labels it takes the most frequent one, and with a tie it is left out. Clusters that have no classes yet are taken as the class that most of their labeled scenes have, and the log says how right they are where labels in other blocks of the map name them. Labels that Classify scenes has made a map of do not count; where there are no others, it is cross-validated by blocks, and said. ACC, NMI, AMI, ARI and purity do not depend on what clusters are called; for ACC, each is one class at most.</source>
            <translation>Vergleicht eine Karte mit Referenzlabels: Konfusionsmatrix, Gesamt-, Nutzer- und Produzentengenauigkeit, F1, Kappa sowie die aus der Referenz geschätzten Genauigkeiten und Flächen der Klassen, mit 95-%-Konfidenzintervallen (Olofsson et al. 2014; die kartierten Klassen sind die Straten). Referenzlabels sind Codes oder Namen der Klassen der Karte. Die Referenz ist ein Punkt- oder Polygonlayer, ein Klassenraster oder ein ausgefülltes Feld der Karte selbst. Jede Szene zählt einmal: Bei mehreren Labels erhält sie das häufigste, bei Gleichstand wird sie ausgelassen. Cluster, die noch keine Klassen haben, gelten als die Klasse, die die meisten ihrer gelabelten Szenen haben, und das Protokoll gibt an, wie richtig sie sind, wenn Labels in anderen Blöcken der Karte sie benennen. Labels, aus denen „Szenen klassifizieren“ eine Karte erstellt hat, zählen nicht; gibt es keine anderen, wird blockweise kreuzvalidiert und darauf hingewiesen. ACC, NMI, AMI, ARI und Reinheit hängen nicht davon ab, wie Cluster heißen; für ACC ist jeder höchstens eine Klasse.</translation>
        </message>
        <message>
            <source>Assign classes</source>
            <translation>Klassen zuweisen</translation>
        </message>
        <message>
            <source>Gives clusters their classes: the fields class_code, class_name and class_source of their scenes, in the colors of a schema. Several clusters may be of one class. Clusters are the current ones, after merges and splits. Those that are not named stay as they are, and what has no class keeps the color of its cluster. The form of a scene shows the names of the classes, so that single scenes can be corrected by hand.</source>
            <translation>Gibt Clustern ihre Klassen: die Felder class_code, class_name und class_source ihrer Szenen, in den Farben eines Schemas. Mehrere Cluster können zu einer Klasse gehören. Gemeint sind die aktuellen Cluster, nach Zusammenführungen und Teilungen. Nicht genannte bleiben unverändert, und was keine Klasse hat, behält die Farbe seines Clusters. Das Formular einer Szene zeigt die Namen der Klassen, sodass einzelne Szenen von Hand korrigiert werden können.</translation>
        </message>
        <message>
            <source>Classify scenes</source>
            <translation>Szenen klassifizieren</translation>
        </message>
        <message>
            <source>Gives every scene a class by labels of a few: five of a class are often enough. Scenes first take over features from those most like them, unless labels that are kept aside are told apart better without, then a linear classifier learns the labels. The layer has the class of each scene with its probability, the second class, and ambiguous where the two are close. Probabilities are calibrated on labels that are kept aside, in whole blocks of the map, and the log says how many of these are right. How often a class is on the map, which as many labels of each do not say, is estimated from all scenes. All tools for classes take the layer; its clusters are the classes by their numbers. A saved model classifies the features of another raster.</source>
            <translation>Gibt jeder Szene eine Klasse anhand der Labels einiger weniger: Fünf je Klasse genügen oft. Szenen übernehmen zunächst Merkmale von den ihnen ähnlichsten, sofern zurückgehaltene Labels nicht ohne das besser unterschieden werden; dann lernt ein linearer Klassifikator die Labels. Der Layer enthält die Klasse jeder Szene mit ihrer Wahrscheinlichkeit, die zweite Klasse und ambiguous, wenn beide nah beieinander liegen. Die Wahrscheinlichkeiten werden an Labels kalibriert, die in ganzen Blöcken der Karte zurückgehalten werden, und das Protokoll gibt an, wie viele davon richtig sind. Wie häufig eine Klasse auf der Karte ist, was gleich viele Labels je Klasse nicht sagen, wird aus allen Szenen geschätzt. Alle Werkzeuge für Klassen nehmen den Layer; seine Cluster sind die Klassen mit ihren Nummern. Ein gespeichertes Modell klassifiziert die Merkmale eines anderen Rasters.</translation>
        </message>
        <message>
            <source>Writes the classes of a map as a raster, pixel for pixel on the grid of the raster that the scenes were made of, with a color table and an attribute table (value, class, pixels and color). Where scenes overlap, the one of the highest probability counts. Values are the codes of the classes where all of them are whole numbers, else they count through the schema, so that they mean the same on all maps of it.</source>
            <translation>Schreibt die Klassen einer Karte als Raster, Pixel für Pixel auf dem Gitter des Rasters, aus dem die Szenen erstellt wurden, mit einer Farbtabelle und einer Attributtabelle (Wert, Klasse, Pixel und Farbe). Wo sich Szenen überlappen, zählt die mit der höchsten Wahrscheinlichkeit. Die Werte sind die Codes der Klassen, wenn alle ganze Zahlen sind, sonst zählen sie das Schema durch, sodass sie auf allen Karten damit dasselbe bedeuten.</translation>
        </message>
        <message>
            <source>Set up</source>
            <translation>Einrichtung</translation>
        </message>
        <message>
            <source>Clear the cache</source>
            <translation>Cache leeren</translation>
        </message>
        <message>
            <source>Shows what the caches hold, how much and how old it is, and empties them. A run that was stopped leaves what it had finished, so that it can go on there; once that is removed, it begins anew. What a running process needs is never touched, nor are results, or the Python environment of the worker. What stopped runs leave goes by itself when the run has been finished, after 30 days, and, the oldest first, where it is more than the limit in Settings &gt; Options &gt; RS DeepCluster (20 GB if nobody has changed it).</source>
            <translation>Zeigt, was die Caches enthalten, wie viel und wie alt es ist, und leert sie. Ein abgebrochener Lauf lässt zurück, was er fertiggestellt hatte, damit er dort fortgesetzt werden kann; ist das entfernt, beginnt er von vorn. Was ein laufender Prozess braucht, wird nie angetastet, ebenso wenig Ergebnisse oder die Python-Umgebung des Workers. Was abgebrochene Läufe zurücklassen, verschwindet von selbst, wenn der Lauf abgeschlossen wurde, nach 30 Tagen und, das Älteste zuerst, wenn es mehr ist als die Grenze unter Einstellungen &gt; Optionen &gt; RS DeepCluster (20 GB, sofern niemand sie geändert hat).</translation>
        </message>
        <message>
            <source>Cluster features</source>
            <translation>Merkmale clustern</translation>
        </message>
        <message>
            <source>Finds clusters in an embedding made by Project features and writes the scenes as a styled layer: cluster (from 1, by falling size), probability, second_cluster and second_probability, ambiguous (the second is more than half as likely as the first), exemplar_rank, umap_x and umap_y.</source>
            <translation>Findet Cluster in einer mit „Merkmale projizieren“ erstellten Einbettung und schreibt die Szenen als gestalteten Layer: cluster (ab 1, nach abnehmender Größe), probability, second_cluster und second_probability, ambiguous (der zweite ist mehr als halb so wahrscheinlich wie der erste), exemplar_rank, umap_x und umap_y.</translation>
        </message>
        <message>
            <source>Cluster report</source>
            <translation>Clusterbericht</translation>
        </message>
        <message>
            <source>Writes one HTML file about a cluster layer, to look at in any browser, to print and to hand on: map, legend and sizes, the most typical scenes of every cluster as pictures, the embedding to move around in, the levels that hold side by side, the merge tree, the most ambiguous scenes, the settings of the run with the command that repeats it, and the history of edits. Nothing is fetched from elsewhere. Edited clusters and classes are shown where the layer has any, and names that Suggest names has suggested, with their score.</source>
            <translation>Schreibt eine HTML-Datei über einen Clusterlayer, zum Ansehen in jedem Browser, zum Drucken und zum Weitergeben: Karte, Legende und Größen, die typischsten Szenen jedes Clusters als Bilder, die Einbettung zum Umherbewegen, die tragfähigen Stufen nebeneinander, den Zusammenführungsbaum, die mehrdeutigsten Szenen, die Einstellungen des Laufs mit dem Befehl, der ihn wiederholt, und den Verlauf der Bearbeitungen. Nichts wird von anderswo abgerufen. Bearbeitete Cluster und Klassen werden gezeigt, wenn der Layer welche hat. Sind Namen mit „Namen vorschlagen“ vorgeschlagen worden, stehen sie mit ihrer Bewertung dabei.</translation>
        </message>
        <message>
            <source>Start here: cluster a raster</source>
            <translation>Hier beginnen: Raster clustern</translation>
        </message>
        <message>
            <source>Makes a map of clusters of a raster without any labels: cuts it into scenes, turns each into features with a DINOv2 vision transformer, projects them with UMAP, and clusters them with a Dirichlet-process Gaussian mixture that infers the number of clusters. The result is a styled grid with cluster (from 1, by falling size), probability, second_cluster and second_probability, ambiguous (the second is more than half as likely as the first), exemplar_rank, umap_x and umap_y. A run that was stopped goes on where it was when it is started again with the same inputs.</source>
            <translation>Erstellt eine Karte der Cluster eines Rasters ganz ohne Labels: schneidet es in Szenen, verwandelt jede mit einem DINOv2-Vision-Transformer in Merkmale, projiziert sie mit UMAP und clustert sie mit einer Dirichlet-Prozess-Gauß-Mischung, die die Anzahl der Cluster ableitet. Das Ergebnis ist ein gestaltetes Gitter mit cluster (ab 1, nach abnehmender Größe), probability, second_cluster und second_probability, ambiguous (der zweite ist mehr als halb so wahrscheinlich wie der erste), exemplar_rank, umap_x und umap_y. Ein abgebrochener Lauf wird dort fortgesetzt, wo er war, wenn er mit denselben Eingaben erneut gestartet wird.</translation>
        </message>
        <message>
            <source>Writes a row for each current cluster: how many scenes, what share and what area it has, how sure its scenes are, the cluster that is most like it, its exemplars, and what the bands of the raster are below it. Fill in class_code or class_name, in QGIS or in a spreadsheet, and give the table to Assign classes.</source>
            <translation>Schreibt eine Zeile für jeden aktuellen Cluster: wie viele Szenen, welchen Anteil und welche Fläche er hat, wie sicher seine Szenen sind, den ihm ähnlichsten Cluster, seine Musterszenen und was die Bänder des Rasters darunter zeigen. class_code oder class_name in QGIS oder in einer Tabellenkalkulation ausfüllen und die Tabelle an „Klassen zuweisen“ übergeben.</translation>
        </message>
        <message>
            <source>Cluster together</source>
            <translation>Gemeinsam clustern</translation>
        </message>
        <message>
            <source>Fits one set of clusters on the features of two or more rasters, such as two dates of one place, so that cluster 3 means the same on all of them and fits all of them. Apply clusters finds the clusters of the first one on others, and says where they don't fit. The layer has all scenes, with source (the raster's name) and source_scene (the scene's number in its own file). Of another date of the same place, what all features have moved by is taken back first. Extract the layer by source to compare the dates with Compare maps.</source>
            <translation>Passt einen gemeinsamen Satz von Clustern an die Merkmale von zwei oder mehr Rastern an, etwa zwei Zeitpunkte eines Ortes, sodass Cluster 3 auf allen dasselbe bedeutet und zu allen passt. „Cluster anwenden“ findet die Cluster des ersten auf anderen und gibt an, wo sie nicht passen. Der Layer enthält alle Szenen, mit source (dem Namen des Rasters) und source_scene (der Nummer der Szene in ihrer eigenen Datei). Bei einem anderen Zeitpunkt desselben Ortes wird zuerst zurückgenommen, worum sich alle Merkmale verschoben haben. Den Layer nach source extrahieren, um die Zeitpunkte mit „Karten vergleichen“ zu vergleichen.</translation>
        </message>
        <message>
            <source>Compare features</source>
            <translation>Merkmale vergleichen</translation>
        </message>
        <message>
            <source>Finds the scenes that have changed between two dates, by features of the same grid made in the same way. Features differ on two dates everywhere, for light, season and sensor. So each scene is compared with what became of the scenes that looked like it: the score is how far it is from the middle of these on the other date, in their own spread, both ways. Scenes that have changed themselves count for nothing in that, which is found in a few rounds. The threshold is where a mixture of two groups parts, and where the scores are not of two groups, the log says so and no scene is marked. With two cluster layers of these scenes, changes are named by their classes.</source>
            <translation>Findet die Szenen, die sich zwischen zwei Zeitpunkten verändert haben, anhand von Merkmalen desselben Gitters, die auf dieselbe Weise erstellt wurden. Merkmale unterscheiden sich zu zwei Zeitpunkten überall, wegen Licht, Jahreszeit und Sensor. Daher wird jede Szene mit dem verglichen, was aus den Szenen geworden ist, die ihr ähnlich sahen: Der Wert gibt an, wie weit sie zum anderen Zeitpunkt von deren Mitte entfernt ist, gemessen an deren eigener Streuung, in beiden Richtungen. Szenen, die sich selbst verändert haben, zählen dabei nicht; sie werden in wenigen Durchgängen gefunden. Der Schwellenwert liegt dort, wo sich eine Mischung zweier Gruppen trennt; bilden die Werte keine zwei Gruppen, weist das Protokoll darauf hin, und keine Szene wird markiert. Mit zwei Clusterlayern dieser Szenen werden Veränderungen nach ihren Klassen benannt.</translation>
        </message>
        <message>
            <source>Compare maps</source>
            <translation>Karten vergleichen</translation>
        </message>
        <message>
            <source>Compares two maps of classes or clusters, of two dates or made with two settings: a map of change, the change matrix in scenes and hectares, and how far the maps agree. Scenes of one grid are compared one by one; otherwise each scene of the second map is compared with that of the first in which its center lies. Clusters of two maps that were made separately have numbers of their own: they are matched one to one so that most scenes agree, and a scene has changed where its clusters are not such a pair.</source>
            <translation>Vergleicht zwei Karten von Klassen oder Clustern, von zwei Zeitpunkten oder mit zwei Einstellungen erstellt: eine Veränderungskarte, die Veränderungsmatrix in Szenen und Hektar und wie weit die Karten übereinstimmen. Szenen eines gemeinsamen Gitters werden einzeln verglichen; andernfalls wird jede Szene der zweiten Karte mit derjenigen der ersten verglichen, in der ihr Mittelpunkt liegt. Cluster zweier getrennt erstellter Karten haben eigene Nummern: Sie werden einander eins zu eins so zugeordnet, dass die meisten Szenen übereinstimmen, und eine Szene hat sich verändert, wenn ihre Cluster kein solches Paar sind.</translation>
        </message>
        <message>
            <source>Constrain clusters</source>
            <translation>Mit Vorgaben clustern</translation>
        </message>
        <message>
            <source>Finds clusters that keep to labels and to pairs of scenes. Scenes that are labeled differently never share a cluster, nor does a scene that is not of a class with scenes of it; one class may have several clusters. Scenes of a pair share a cluster, or never do. All else is as in Cluster a raster: the number of clusters is inferred, as many as without constraints or as these need, and the layer has the same fields. The mixture of a cluster layer is taken over with its projection, where it is a Dirichlet process; of features alone it is fitted. Clusters with labels in them get the class as a suggestion of their name (hint_code, hint_name).</source>
            <translation>Findet Cluster, die sich an Labels und an Paare von Szenen halten. Verschieden gelabelte Szenen liegen nie im selben Cluster, ebenso wenig eine Szene, die nicht zu einer Klasse gehört, mit Szenen dieser Klasse; eine Klasse kann mehrere Cluster haben. Szenen eines Paares liegen im selben Cluster, oder nie. Alles andere ist wie bei „Raster clustern“: Die Anzahl der Cluster wird abgeleitet, so viele wie ohne Vorgaben oder wie diese erfordern, und der Layer hat dieselben Felder. Die Mischung eines Clusterlayers wird mit ihrer Projektion übernommen, wenn sie ein Dirichlet-Prozess ist; liegen nur Merkmale vor, wird sie angepasst. Cluster, in denen Labels liegen, erhalten deren Klasse als Vorschlag für ihren Namen (hint_code, hint_name).</translation>
        </message>
        <message>
            <source>Dissolve classes</source>
            <translation>Klassen auflösen</translation>
        </message>
        <message>
            <source>Merges the scenes of each class to polygons, with their area, in the colors of the classes. Where scenes of different classes overlap, the one of the highest probability keeps the place, so that the polygons do not overlap. They end where the raster ends.</source>
            <translation>Vereinigt die Szenen jeder Klasse zu Polygonen, mit ihrer Fläche, in den Farben der Klassen. Wo sich Szenen verschiedener Klassen überlappen, behält die mit der höchsten Wahrscheinlichkeit den Platz, sodass sich die Polygone nicht überlappen. Sie enden, wo das Raster endet.</translation>
        </message>
        <message>
            <source>Evaluate features</source>
            <translation>Merkmale bewerten</translation>
        </message>
        <message>
            <source>Measures how well a model's features tell the classes of a labeled folder of images apart, to find the model that suits the imagery before clustering. k-NN: each scene takes the class of its 20 nearest neighbors. Linear probe: logistic regression; both in 5 folds. Few-shot: 1, 5 or 20 scenes of each class are known, and the others take the class they are nearest to. Features are centered and L2-normalized first, each image is seen in one orientation, and the model is not trained. The report shows which classes are confused, with pictures. On request each block of the model is measured by itself.</source>
            <translation>Misst, wie gut die Merkmale eines Modells die Klassen eines gelabelten Bilderordners unterscheiden, um vor dem Clustern das Modell zu finden, das zu den Bilddaten passt. k-NN: Jede Szene erhält die Klasse ihrer 20 nächsten Nachbarn. Lineare Probe: logistische Regression; beide in 5 Teilmengen. Few-Shot: 1, 5 oder 20 Szenen jeder Klasse sind bekannt, und die anderen erhalten die Klasse, der sie am nächsten sind. Die Merkmale werden vorher zentriert und L2-normalisiert, jedes Bild wird in einer Orientierung gesehen, und das Modell wird nicht trainiert. Der Bericht zeigt mit Bildern, welche Klassen verwechselt werden. Auf Wunsch wird jeder Block des Modells für sich gemessen.</translation>
        </message>
        <message>
            <source>Extract features</source>
            <translation>Merkmale extrahieren</translation>
        </message>
        <message>
            <source>Turns each scene of a raster into a feature vector with a DINOv2 vision transformer and writes them to a GeoParquet file with the scenes' footprints. A run that was stopped goes on where it was when it is started again with the same inputs.</source>
            <translation>Verwandelt jede Szene eines Rasters mit einem DINOv2-Vision-Transformer in einen Merkmalsvektor und schreibt sie mit den Footprints der Szenen in eine GeoParquet-Datei. Ein abgebrochener Lauf wird dort fortgesetzt, wo er war, wenn er mit denselben Eingaben erneut gestartet wird.</translation>
        </message>
        <message>
            <source>Find similar scenes</source>
            <translation>Ähnliche Szenen finden</translation>
        </message>
        <message>
            <source>Finds the scenes that are most like examples: selected scenes of a cluster layer, scenes that an expression chooses, or scenes by their ids. Similarity is the cosine between features, centered and normalized as for clustering, from 1 (alike) over 0 (no more alike than any two) to -1. The search is exact and reads the features block by block, so that the file may be of any size. The examples themselves are left out, and so is what is more like a counterexample than like them.</source>
            <translation>Findet die Szenen, die Beispielen am ähnlichsten sind: gewählten Szenen eines Clusterlayers, Szenen, die ein Ausdruck auswählt, oder Szenen nach ihren IDs. Ähnlichkeit ist der Kosinus zwischen Merkmalen, zentriert und normalisiert wie beim Clustern, von 1 (gleich) über 0 (nicht ähnlicher als zwei beliebige) bis -1. Die Suche ist exakt und liest die Merkmale blockweise, sodass die Datei beliebig groß sein kann. Die Beispiele selbst werden ausgelassen, ebenso was einem Gegenbeispiel ähnlicher ist als ihnen.</translation>
        </message>
        <message>
            <source>Fine-tune model</source>
            <translation>Modell feinabstimmen</translation>
        </message>
        <message>
            <source>Teaches a model to tell the classes of labeled scenes apart, so that its features suit such imagery. The scenes come from a folder that holds one folder of images for each class, from a raster with labeled polygons, or from both. The classes need not be those that are looked for later: the model's features transfer to others. The new model is given to the other algorithms as the weights file. With other than three bands it becomes a model of that many bands; without the blocks after the last one chosen, it is smaller and faster. A run that was stopped goes on after its last epoch when it is started again with the same settings. On two processor cores, 1,000 scenes take about 45 seconds for each epoch.</source>
            <translation>Lehrt ein Modell, die Klassen gelabelter Szenen zu unterscheiden, sodass seine Merkmale zu solchen Bilddaten passen. Die Szenen stammen aus einem Ordner, der für jede Klasse einen Ordner mit Bildern enthält, aus einem Raster mit gelabelten Polygonen oder aus beidem. Die Klassen müssen nicht diejenigen sein, die später gesucht werden: Die Merkmale des Modells lassen sich auf andere übertragen. Das neue Modell wird den anderen Algorithmen als Gewichtsdatei übergeben. Bei einer anderen Anzahl als drei Bändern wird es ein Modell für genau so viele Bänder; ohne die Blöcke nach dem letzten gewählten ist es kleiner und schneller. Ein abgebrochener Lauf wird nach seiner letzten Epoche fortgesetzt, wenn er mit denselben Einstellungen erneut gestartet wird. Auf zwei Prozessorkernen brauchen 1.000 Szenen etwa 45 Sekunden je Epoche.</translation>
        </message>
        <message>
            <source>Folder to features</source>
            <translation>Ordner in Merkmale umwandeln</translation>
        </message>
        <message>
            <source>Turns each image of a folder, and of the folders in it, into a feature vector: one scene per image. Georeferenced images get their footprint; plain images have none, but their clusters come back in a table with the file names. Images that cannot be read are left out and named in the log.</source>
            <translation>Verwandelt jedes Bild eines Ordners und seiner Unterordner in einen Merkmalsvektor: eine Szene je Bild. Georeferenzierte Bilder erhalten ihren Footprint; einfache Bilder haben keinen, aber ihre Cluster kommen in einer Tabelle mit den Dateinamen zurück. Bilder, die nicht gelesen werden können, werden ausgelassen und im Protokoll genannt.</translation>
        </message>
        <message>
            <source>Import embeddings</source>
            <translation>Einbettungen importieren</translation>
        </message>
        <message>
            <source>Turns embeddings that another program has computed into a features file, which all algorithms that take features work on: projection, clusters, similar scenes, reports. They come in a table (GeoParquet or GeoPackage) that has a vector for each polygon or point, as those of Clay, Earth Index or Major TOM; or in a raster with a band for each number, as AlphaEarth's and TESSERA's, whose pixels are averaged over cells or polygons. Tables are read block by block and may be larger than memory. Scenes whose vector is missing, not of numbers, or 0 get no features.</source>
            <translation>Verwandelt Einbettungen, die ein anderes Programm berechnet hat, in eine Merkmalsdatei, mit der alle Algorithmen arbeiten, die Merkmale nehmen: Projektion, Cluster, ähnliche Szenen, Berichte. Sie liegen in einer Tabelle vor (GeoParquet oder GeoPackage), die für jedes Polygon oder jeden Punkt einen Vektor hat, wie die von Clay, Earth Index oder Major TOM; oder in einem Raster mit einem Band für jede Zahl, wie die von AlphaEarth und TESSERA, dessen Pixel über Zellen oder Polygone gemittelt werden. Tabellen werden blockweise gelesen und können größer als der Arbeitsspeicher sein. Szenen, deren Vektor fehlt, nicht aus Zahlen besteht oder 0 ist, erhalten keine Merkmale.</translation>
        </message>
        <message>
            <source>Draws accuracy against the number of labels: some of the labels classify others, which lie in blocks of the map that are kept aside, so that neighbors do not answer for each other. It says what twice as many labels would bring, how many the wanted accuracy takes (an inverse power law, with its 95 % interval), and when more of them hardly help. Each class has a curve of its own: the worst ones are those to label next. Labels and method are those of Classify scenes.</source>
            <translation>Stellt die Genauigkeit über der Anzahl der Labels dar: Ein Teil der Labels klassifiziert andere, die in zurückgehaltenen Blöcken der Karte liegen, sodass Nachbarn nicht füreinander antworten. Angegeben wird, was doppelt so viele Labels brächten, wie viele die gewünschte Genauigkeit braucht (ein inverses Potenzgesetz, mit seinem 95-%-Intervall) und wann mehr davon kaum helfen. Jede Klasse hat eine eigene Kurve: Die schlechtesten sind diejenigen, die als Nächstes zu labeln sind. Labels und Methode sind die von „Szenen klassifizieren“.</translation>
        </message>
        <message>
            <source>Pixels</source>
            <translation>Pixel</translation>
        </message>
        <message>
            <source>Maximum likelihood</source>
            <translation>Maximum Likelihood</translation>
        </message>
        <message>
            <source>Classifies the pixels of a raster by maximum likelihood, with a Gaussian of full covariance for each class. The classes come from labeled polygons, or from the signatures that Pixel clusters or an earlier run of this algorithm wrote.</source>
            <translation>Klassifiziert die Pixel eines Rasters nach Maximum Likelihood, mit einer Gauß-Verteilung mit voller Kovarianz für jede Klasse. Die Klassen stammen aus gelabelten Polygonen oder aus den Signaturen, die „Pixelcluster“ oder ein früherer Lauf dieses Algorithmus geschrieben hat.</translation>
        </message>
        <message>
            <source>Merge clusters</source>
            <translation>Cluster zusammenführen</translation>
        </message>
        <message>
            <source>Makes one cluster of several: of those that are named, of those that the merge tree puts together at a level, or of those whose features are alike. The result is in the field edited_cluster; the field cluster stays as it was found. Scenes that got their class with their cluster get the class of the cluster that they are in now; those corrected singly keep theirs. A level of the tree starts again from the clusters as they were found: it replaces earlier merges, splits and moves, and Undo last edit brings them back.</source>
            <translation>Macht aus mehreren Clustern einen: aus genannten, aus denen, die der Zusammenführungsbaum auf einer Stufe vereint, oder aus denen mit ähnlichen Merkmalen. Das Ergebnis steht im Feld edited_cluster; das Feld cluster bleibt, wie es gefunden wurde. Szenen, die ihre Klasse mit ihrem Cluster erhielten, erhalten die Klasse des Clusters, in dem sie jetzt sind; einzeln korrigierte behalten ihre. Eine Stufe des Baums beginnt wieder bei den Clustern, wie sie gefunden wurden: Sie ersetzt frühere Zusammenführungen, Teilungen und Verschiebungen, und „Letzte Bearbeitung rückgängig machen“ stellt sie wieder her.</translation>
        </message>
        <message>
            <source>Pixel clusters</source>
            <translation>Pixelcluster</translation>
        </message>
        <message>
            <source>Classifies the pixels of a raster by their values alone, without labels: ISODATA, k-means, fuzzy k-means or migrating means. It writes a raster of classes, numbered by falling size, and their signatures, which Maximum likelihood takes. Rasters of any size are read block by block.</source>
            <translation>Klassifiziert die Pixel eines Rasters allein nach ihren Werten, ohne Labels: ISODATA, k-means, Fuzzy-k-means oder wandernde Mittelwerte. Geschrieben werden ein Raster der Klassen, nummeriert nach abnehmender Größe, und deren Signaturen, die „Maximum Likelihood“ verwendet. Raster beliebiger Größe werden blockweise gelesen.</translation>
        </message>
        <message>
            <source>Project features</source>
            <translation>Merkmale projizieren</translation>
        </message>
        <message>
            <source>Centers and L2-normalizes features and projects them onto few dimensions with UMAP or PCA, in which clusters can be found. The projector that is kept places new scenes in the same embedding. Beyond 20,000 scenes a sample is fitted and the others are placed.</source>
            <translation>Zentriert und L2-normalisiert Merkmale und projiziert sie mit UMAP oder PCA auf wenige Dimensionen, in denen sich Cluster finden lassen. Der gespeicherte Projektor ordnet neue Szenen in dieselbe Einbettung ein. Bei mehr als 20.000 Szenen wird eine Stichprobe angepasst, und die übrigen werden eingeordnet.</translation>
        </message>
        <message>
            <source>Reassign scenes</source>
            <translation>Szenen neu zuordnen</translation>
        </message>
        <message>
            <source>Corrects single scenes: those that are selected in the layer, listed, found by an expression or inside polygons are moved to a cluster or get a class. Choose the scenes in one of these ways, and either a cluster or a class. A scene that is moved to a cluster gets its class as well. A class that is given to single scenes stays when their cluster gets another class, and smoothing does not change it.</source>
            <translation>Korrigiert einzelne Szenen: Im Layer gewählte, aufgeführte, durch einen Ausdruck gefundene oder innerhalb von Polygonen liegende Szenen werden in einen Cluster verschoben oder erhalten eine Klasse. Die Szenen auf eine dieser Weisen wählen, und entweder einen Cluster oder eine Klasse. Eine Szene, die in einen Cluster verschoben wird, erhält auch dessen Klasse. Eine Klasse, die einzelnen Szenen gegeben wird, bleibt, wenn ihr Cluster eine andere Klasse erhält, und das Glätten ändert sie nicht.</translation>
        </message>
        <message>
            <source>Redo last undone edit</source>
            <translation>Letzte rückgängig gemachte Bearbeitung wiederherstellen</translation>
        </message>
        <message>
            <source>Does again what Undo last edit took back, as long as no other edit came in between. Values that were changed by hand since then stay as they are.</source>
            <translation>Führt erneut aus, was „Letzte Bearbeitung rückgängig machen“ zurückgenommen hat, solange keine andere Bearbeitung dazwischenkam. Werte, die seitdem von Hand geändert wurden, bleiben unverändert.</translation>
        </message>
        <message>
            <source>Refine model</source>
            <translation>Modell verfeinern</translation>
        </message>
        <message>
            <source>Adapts a model to a raster, or to a folder of images, without any labels: the scenes are clustered, and the model learns from the clusters, in turns (deep clustering). What comes out is a model file for the weights file of the other algorithms, the scenes' features by it, and the scenes' clusters as a styled layer, a table for images without a place. In the layer, umap_x and umap_y are the first two principal axes of the adapted features. Learning a linear map looks at each scene in a few augmented copies, whose features are made once, and takes minutes for 3,000 scenes on two processor cores; learning the last blocks as well takes as long for each epoch as Fine-tune model does. A run that was stopped goes on when it is started again with the same settings.</source>
            <translation>Passt ein Modell ganz ohne Labels an ein Raster oder einen Bilderordner an: Die Szenen werden geclustert, und das Modell lernt von den Clustern, im Wechsel (Deep Clustering). Das Ergebnis sind eine Modelldatei für die Gewichtsdatei der anderen Algorithmen, die damit erstellten Merkmale der Szenen und die Cluster der Szenen als gestalteter Layer, bei Bildern ohne Ort als Tabelle. Im Layer sind umap_x und umap_y die ersten beiden Hauptachsen der angepassten Merkmale. Das Lernen einer linearen Abbildung betrachtet jede Szene in einigen augmentierten Kopien, deren Merkmale einmal erstellt werden, und braucht für 3.000 Szenen auf zwei Prozessorkernen Minuten; auch die letzten Blöcke zu lernen, dauert je Epoche so lange wie „Modell feinabstimmen“. Ein abgebrochener Lauf wird fortgesetzt, wenn er mit denselben Einstellungen erneut gestartet wird.</translation>
        </message>
        <message>
            <source>Scene grid</source>
            <translation>Szenengitter</translation>
        </message>
        <message>
            <source>Cuts a raster into scenes: polygons on one regular grid whose corners lie exactly on pixel corners, with the share of valid data in each.</source>
            <translation>Schneidet ein Raster in Szenen: Polygone auf einem regelmäßigen Gitter, deren Ecken genau auf Pixelecken liegen, mit dem Anteil gültiger Daten in jedem.</translation>
        </message>
        <message>
            <source>Class schema</source>
            <translation>Klassenschema</translation>
        </message>
        <message>
            <source>Opens a class schema, which is the codes, names and colors that a map is to have: one that comes with the plugin, or a file of your own, which is checked. The table can be edited in QGIS and given to the algorithms that take a schema.</source>
            <translation>Öffnet ein Klassenschema, also die Codes, Namen und Farben, die eine Karte haben soll: eines, das mit dem Plugin geliefert wird, oder eine eigene Datei, die geprüft wird. Die Tabelle kann in QGIS bearbeitet und den Algorithmen übergeben werden, die ein Schema nehmen.</translation>
        </message>
        <message>
            <source>Segment scenes</source>
            <translation>Szenen segmentieren</translation>
        </message>
        <message>
            <source>Divides a raster into segments of alike pixels, in place of squares: polygons along pixel edges that cover all valid pixels without gaps. Extract features takes them as its grid. Rasters of any size are read block by block, and no segment ends where a block does.</source>
            <translation>Teilt ein Raster in Segmente ähnlicher Pixel, anstelle von Quadraten: Polygone entlang von Pixelkanten, die alle gültigen Pixel lückenlos abdecken. „Merkmale extrahieren“ nimmt sie als Gitter. Raster beliebiger Größe werden blockweise gelesen, und kein Segment endet, wo ein Block endet.</translation>
        </message>
        <message>
            <source>Set up the worker</source>
            <translation>Worker einrichten</translation>
        </message>
        <message>
            <source>Builds the Python environment in which RS DeepCluster does its work (torch, UMAP, scikit-learn and others), in a folder of its own under your home folder. QGIS's own Python is not touched. About 0.5 GB are downloaded once and take 2 GB of the disk; with an NVIDIA GPU on Linux it is 3 and 6 GB. The log says which it will be before anything is downloaded. A set-up that was stopped goes on with what it had downloaded. The proxy is that of QGIS. An environment that is there and works is kept; one that is damaged, or of another version of the plugin, is made anew. The log has a report that can be copied into a bug report.</source>
            <translation>Baut die Python-Umgebung auf, in der RS DeepCluster seine Arbeit tut (torch, UMAP, scikit-learn und andere), in einem eigenen Ordner im Benutzerverzeichnis. Das eigene Python von QGIS bleibt unberührt. Etwa 0,5 GB werden einmal heruntergeladen und belegen 2 GB auf dem Datenträger; mit einer NVIDIA-GPU unter Linux sind es 3 und 6 GB. Das Protokoll gibt an, was davon gilt, bevor etwas heruntergeladen wird. Eine abgebrochene Einrichtung wird mit dem fortgesetzt, was sie schon heruntergeladen hatte. Der Proxy ist der von QGIS. Eine vorhandene Umgebung, die funktioniert, bleibt; eine beschädigte oder eine von einer anderen Version des Plugins wird neu erstellt. Das Protokoll enthält einen Bericht, der in eine Fehlermeldung kopiert werden kann.</translation>
        </message>
        <message>
            <source>Smooth classes</source>
            <translation>Klassen glätten</translation>
        </message>
        <message>
            <source>Gives each scene the class that has the most weight in its neighborhood, where a scene weighs as much as its probability, and dissolves groups that are smaller than a minimum mapping unit. Where its own class has as much weight as another one, a scene keeps it. On a grid of scenes the neighbors are those around; other polygons, such as segments, are neighbors where they share a border, and count by its length. Scenes that were corrected singly do not change and weigh 1, and scenes without a class or cluster stay without. Clusters go into the field edited_cluster; classes that change are marked as smoothed in class_source.</source>
            <translation>Gibt jeder Szene die Klasse, die in ihrer Nachbarschaft das meiste Gewicht hat, wobei eine Szene so viel wiegt wie ihre Wahrscheinlichkeit, und löst Gruppen auf, die kleiner als eine kleinste Kartiereinheit sind. Hat ihre eigene Klasse so viel Gewicht wie eine andere, behält eine Szene sie. Auf einem Szenengitter sind die Nachbarn die umliegenden; andere Polygone, etwa Segmente, sind Nachbarn, wenn sie eine gemeinsame Grenze haben, und zählen nach deren Länge. Einzeln korrigierte Szenen ändern sich nicht und wiegen 1, und Szenen ohne Klasse oder Cluster bleiben ohne. Cluster kommen in das Feld edited_cluster; Klassen, die sich ändern, werden in class_source als smoothed gekennzeichnet.</translation>
        </message>
        <message>
            <source>Split cluster</source>
            <translation>Cluster teilen</translation>
        </message>
        <message>
            <source>Clusters the scenes of one cluster again by themselves; all other scenes stay as they are. The largest part keeps the number of the cluster, the others get new numbers, which no cluster has had before. The result is in the field edited_cluster; the field cluster stays as it was found. The parts keep the class of the cluster, until they get others.</source>
            <translation>Clustert die Szenen eines Clusters erneut für sich; alle anderen Szenen bleiben unverändert. Der größte Teil behält die Nummer des Clusters, die anderen erhalten neue Nummern, die noch kein Cluster hatte. Das Ergebnis steht im Feld edited_cluster; das Feld cluster bleibt, wie es gefunden wurde. Die Teile behalten die Klasse des Clusters, bis sie andere erhalten.</translation>
        </message>
        <message>
            <source>Suggest labels</source>
            <translation>Labels vorschlagen</translation>
        </message>
        <message>
            <source>Suggests the scenes whose labels would help most. Without labels these are typical scenes of all groups that the features form. Later they are those of which the classes are in doubt, around which there are many, and which are unlike all that are labeled or suggested already. The layer has empty fields for the class, or for what a scene is not, and its form fills in who labeled it and when: give it to Classify scenes as the labels, and to this tool again for the next ones (QGIS's Merge vector layers puts several rounds into one).</source>
            <translation>Schlägt die Szenen vor, deren Labels am meisten helfen würden. Ohne Labels sind das typische Szenen aller Gruppen, die die Merkmale bilden. Später sind es diejenigen, deren Klassen zweifelhaft sind, um die herum es viele gibt und die allem unähnlich sind, was bereits gelabelt oder vorgeschlagen ist. Der Layer hat leere Felder für die Klasse oder für das, was eine Szene nicht ist, und sein Formular trägt ein, wer sie wann gelabelt hat: Er wird „Szenen klassifizieren“ als Labels übergeben, und diesem Werkzeug erneut für die nächsten („Vektorlayer zusammenführen“ von QGIS fasst mehrere Runden zu einer zusammen).</translation>
        </message>
        <message>
            <source>Suggest names</source>
            <translation>Namen vorschlagen</translation>
        </message>
        <message>
            <source>Suggests a name for each current cluster, before anybody labels one: water, dense or sparse vegetation, bare soil, built-up, snow or cloud, shadow. What the bands of the raster say of the scenes (NDVI, NDWI, MNDWI, NDBI, brightness, texture) is compared with ranges that are usual. With the weights of a text encoder, pictures of the scenes are compared with the classes of the schema instead. Suggestions are written into fields of their own: hint_code and hint_name (a class of the schema, where it has such a one), hint_score (0 to 1, how well it fits) and hint_by. They are no classes: those are given by Assign classes.</source>
            <translation>Schlägt für jeden aktuellen Cluster einen Namen vor, bevor jemand einen labelt: Wasser, dichte oder spärliche Vegetation, offener Boden, bebaut, Schnee oder Wolken, Schatten. Was die Bänder des Rasters über die Szenen aussagen (NDVI, NDWI, MNDWI, NDBI, Helligkeit, Textur), wird mit üblichen Wertebereichen verglichen. Mit den Gewichten eines Text-Encoders werden stattdessen Bilder der Szenen mit den Klassen des Schemas verglichen. Vorschläge werden in eigene Felder geschrieben: hint_code und hint_name (eine Klasse des Schemas, wenn es eine solche hat), hint_score (0 bis 1, wie gut sie passt) und hint_by. Sie sind keine Klassen: Diese vergibt „Klassen zuweisen“.</translation>
        </message>
        <message>
            <source>Suggest scale</source>
            <translation>Skala vorschlagen</translation>
        </message>
        <message>
            <source>Looks at a sample of windows of a raster at each size of cells that gives at least 500 of them and at most 50,000, and proposes one with its context: the one that Cluster a raster, Extract features and Scene grid take where they are given no size. The table says what was measured at each size; the report also shows the same place at each, with the cells in the colors of a quick clustering.</source>
            <translation>Betrachtet eine Stichprobe von Fenstern eines Rasters bei jeder Zellengröße, die mindestens 500 und höchstens 50.000 Zellen ergibt, und schlägt eine mit ihrem Kontext vor: diejenige, die „Raster clustern“, „Merkmale extrahieren“ und „Szenengitter“ nehmen, wenn keine Größe angegeben ist. Die Tabelle gibt an, was bei jeder Größe gemessen wurde; der Bericht zeigt außerdem denselben Ort bei jeder, mit den Zellen in den Farben eines schnellen Clusterings.</translation>
        </message>
        <message>
            <source>Undo last edit</source>
            <translation>Letzte Bearbeitung rückgängig machen</translation>
        </message>
        <message>
            <source>Takes back the last edit of a cluster layer: an assignment of classes, a merge, a split, a correction or a smoothing. Run again, it takes back the one before. Values that were changed by hand since then stay as they are. The edits are listed in the table rs_deepcluster_history of the GeoPackage.</source>
            <translation>Nimmt die letzte Bearbeitung eines Clusterlayers zurück: eine Zuweisung von Klassen, eine Zusammenführung, eine Teilung, eine Korrektur oder eine Glättung. Erneut ausgeführt, nimmt es die davor zurück. Werte, die seitdem von Hand geändert wurden, bleiben unverändert. Die Bearbeitungen sind in der Tabelle rs_deepcluster_history des GeoPackages aufgeführt.</translation>
        </message>
        <message>
            <source>Validation sample</source>
            <translation>Validierungsstichprobe</translation>
        </message>
        <message>
            <source>Draws scenes at random from each class of a map, for you to look at and label: fill in the field reference, then give the layer to Assess accuracy. How many: as given, or as many as overall accuracy needs for a standard error (Olofsson et al. 2014, equation 13). The scenes are in random order, and the form hides what the map says of them, so that it can't sway you. The field weight says how many scenes of its class each one stands for.</source>
            <translation>Zieht zufällig Szenen aus jeder Klasse einer Karte, zum Betrachten und Labeln: das Feld reference ausfüllen, dann den Layer an „Genauigkeit bewerten“ übergeben. Wie viele: wie angegeben, oder so viele, wie die Gesamtgenauigkeit für einen Standardfehler braucht (Olofsson et al. 2014, Gleichung 13). Die Szenen sind in zufälliger Reihenfolge, und das Formular verbirgt, was die Karte über sie aussagt, damit es das Urteil nicht beeinflusst. Das Feld weight gibt an, für wie viele Szenen ihrer Klasse jede steht.</translation>
        </message>
        <message>
            <source>The schema that classes are chosen from</source>
            <translation>Das Schema, aus dem Klassen gewählt werden</translation>
        </message>
        <message>
            <source>Add a class to the schema</source>
            <translation>Dem Schema eine Klasse hinzufügen</translation>
        </message>
        <message>
            <source>Add a class</source>
            <translation>Klasse hinzufügen</translation>
        </message>
        <message>
            <source>Filter classes</source>
            <translation>Klassen filtern</translation>
        </message>
        <message>
            <source>From a file …</source>
            <translation>Aus einer Datei …</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>Code</translation>
        </message>
        <message>
            <source>{}: drag it onto clusters, or press Enter or its key</source>
            <translation>{}: auf Cluster ziehen, oder Enter oder die zugehörige Taste drücken</translation>
        </message>
        <message>
            <source>The schema with the new class is {}.</source>
            <translation>Das Schema mit der neuen Klasse ist {}.</translation>
        </message>
        <message>
            <source>{}: drag it onto clusters, or press Enter</source>
            <translation>{}: auf Cluster ziehen oder Enter drücken</translation>
        </message>
        <message>
            <source>{} (of the layer)</source>
            <translation>{} (des Layers)</translation>
        </message>
        <message>
            <source>Scenes without a cluster</source>
            <translation>Szenen ohne Cluster</translation>
        </message>
        <message>
            <source>none</source>
            <translation>keiner</translation>
        </message>
        <message>
            <source>Cluster {}: drag it onto another to merge the two</source>
            <translation>Cluster {}: auf einen anderen ziehen, um beide zusammenzuführen</translation>
        </message>
        <message>
            <source>p</source>
            <translation>p</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>Klasse</translation>
        </message>
        <message>
            <source>; mean probability {}</source>
            <translation>; mittlere Wahrscheinlichkeit {}</translation>
        </message>
        <message>
            <source>Wait until what is running has ended, or cancel it.</source>
            <translation>Warten, bis der laufende Vorgang beendet ist, oder ihn abbrechen.</translation>
        </message>
        <message>
            <source>Turn on the provider RS DeepCluster in the options of Processing.</source>
            <translation>Den Anbieter RS DeepCluster in den Optionen der Verarbeitung aktivieren.</translation>
        </message>
        <message>
            <source>It failed.</source>
            <translation>Fehlgeschlagen.</translation>
        </message>
        <message>
            <source>Detail: number of clusters</source>
            <translation>Detailgrad: Anzahl der Cluster</translation>
        </message>
        <message>
            <source>&amp;Detail</source>
            <translation>&amp;Detailgrad</translation>
        </message>
        <message>
            <source>The layer does not note the tree in which its clusters merge.</source>
            <translation>Der Layer hat den Baum, in dem seine Cluster zusammengeführt werden, nicht vermerkt.</translation>
        </message>
        <message>
            <source>Fewer or more clusters, along the tree in which they merge (1 to {})</source>
            <translation>Weniger oder mehr Cluster, entlang des Baums, in dem sie zusammengeführt werden (1 bis {})</translation>
        </message>
        <message>
            <source>Marked are the levels that hold: {}. Page Up and Page Down go to them.</source>
            <translation>Markiert sind die tragfähigen Stufen: {}. Bild auf und Bild ab springen zu ihnen.</translation>
        </message>
        <message>
            <source>To &amp;cluster</source>
            <translation>In &amp;Cluster</translation>
        </message>
        <message>
            <source>New cluster</source>
            <translation>Neuer Cluster</translation>
        </message>
        <message>
            <source>To c&amp;lass</source>
            <translation>In K&amp;lasse</translation>
        </message>
        <message>
            <source>Show only these clusters on the map</source>
            <translation>Nur diese Cluster auf der Karte anzeigen</translation>
        </message>
        <message>
            <source>Zoom to selected scenes</source>
            <translation>Auf gewählte Szenen zoomen</translation>
        </message>
        <message>
            <source>Select the clusters to merge: two or more.</source>
            <translation>Die zusammenzuführenden Cluster wählen: zwei oder mehr.</translation>
        </message>
        <message>
            <source>Select the cluster to split: one.</source>
            <translation>Den zu teilenden Cluster wählen: einen.</translation>
        </message>
        <message>
            <source>Select scenes to find similar ones of.</source>
            <translation>Szenen wählen, zu denen ähnliche gefunden werden sollen.</translation>
        </message>
        <message>
            <source>Select clusters or scenes that are to have the class.</source>
            <translation>Cluster oder Szenen wählen, die die Klasse erhalten sollen.</translation>
        </message>
        <message>
            <source>Show all clusters</source>
            <translation>Alle Cluster anzeigen</translation>
        </message>
        <message>
            <source>The layer does not note its raster, so there are no pictures of scenes.</source>
            <translation>Der Layer hat sein Raster nicht vermerkt, daher gibt es keine Bilder der Szenen.</translation>
        </message>
        <message>
            <source>{} cannot be opened, so there are no pictures of the scenes.</source>
            <translation>{} kann nicht geöffnet werden, daher gibt es keine Bilder der Szenen.</translation>
        </message>
        <message>
            <source>The raster {} is not there any more: put it beside the GeoPackage to see the scenes.</source>
            <translation>Das Raster {} ist nicht mehr vorhanden: Es neben das GeoPackage legen, um die Szenen zu sehen.</translation>
        </message>
        <message>
            <source>Cross-validated by blocks of the map: {:.0%} of {:,} labels are right.</source>
            <translation>Kreuzvalidiert in Blöcken der Karte: {:.0%} von {:,} Labels sind richtig.</translation>
        </message>
        <message>
            <source>Classes by {:,} labels for {:,} scenes.</source>
            <translation>Klassen nach {:,} Labels für {:,} Szenen.</translation>
        </message>
        <message>
            <source> {:,} that were corrected one by one stay as they were.</source>
            <translation> {:,}, die einzeln korrigiert wurden, sind unverändert geblieben.</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>Anwenden</translation>
        </message>
        <message>
            <source>Wait a moment until the map has followed the last label.</source>
            <translation>Einen Moment warten, bis die Karte dem letzten Label gefolgt ist.</translation>
        </message>
        <message>
            <source>Load training samples</source>
            <translation>Trainingsproben laden</translation>
        </message>
        <message>
            <source>Take a file</source>
            <translation>Datei verwenden</translation>
        </message>
        <message>
            <source>A point labels the scene that it lies in, a polygon those whose center or half it covers, and a row without a place the scene whose number is in its field scene_id. What is loaded counts as the latest label of a scene.</source>
            <translation>Ein Punkt labelt die Szene, in der er liegt, ein Polygon diejenigen, deren Mitte oder Hälfte es bedeckt, und eine Zeile ohne Ort die Szene, deren Nummer in ihrem Feld scene_id steht. Was geladen wird, gilt als das neueste Label einer Szene.</translation>
        </message>
        <message>
            <source>Separability of the classes</source>
            <translation>Trennbarkeit der Klassen</translation>
        </message>
        <message>
            <source>Right</source>
            <translation>Richtig</translation>
        </message>
        <message>
            <source>{} of {} labels in blocks of the map that are kept aside are told right by the others ({:.0%}). Rows are labels, columns what they are taken for.</source>
            <translation>{} von {} Labels in zurückgehaltenen Blöcken der Karte werden von den anderen richtig erkannt ({:.0%}). Zeilen sind Labels, Spalten das, wofür sie gehalten werden.</translation>
        </message>
        <message>
            <source>The file of features that the layer has noted holds others than those that it was made of: it has been replaced. Cluster the scenes again with a file for their features.</source>
            <translation>Die Merkmalsdatei, die beim Layer vermerkt ist, enthält andere Merkmale als die, aus denen er entstand: Sie wurde ersetzt. Die Szenen erneut clustern und dabei eine Datei für ihre Merkmale angeben.</translation>
        </message>
        <message>
            <source>Reading the features</source>
            <translation>Merkmale werden gelesen</translation>
        </message>
        <message>
            <source>1 scene</source>
            <translation>1 Szene</translation>
        </message>
        <message>
            <source>{:,} scenes</source>
            <translation>{:,} Szenen</translation>
        </message>
        <message>
            <source>Labeled {} as not {}.</source>
            <translation>Gelabelt: {} als nicht {}.</translation>
        </message>
        <message>
            <source>Labeled {} as {}.</source>
            <translation>Gelabelt: {} als {}.</translation>
        </message>
        <message>
            <source>Removed 1 label.</source>
            <translation>1 Label entfernt.</translation>
        </message>
        <message>
            <source>Removed {:,} labels.</source>
            <translation>{:,} Labels entfernt.</translation>
        </message>
        <message>
            <source>Remove labels</source>
            <translation>Labels entfernen</translation>
        </message>
        <message>
            <source>The layer has noted no features that are still there, and labels are learned from them. Cluster the scenes again with a file for their features.</source>
            <translation>Der Layer hat keine Merkmale vermerkt, die noch vorhanden sind, und aus ihnen werden Labels gelernt. Die Szenen erneut clustern und dabei eine Datei für ihre Merkmale angeben.</translation>
        </message>
        <message>
            <source>{:,} of them had another label, which is kept: the latest counts.</source>
            <translation>{:,} davon hatten ein anderes Label, das erhalten bleibt: Es gilt das neueste.</translation>
        </message>
        <message>
            <source>Select labeled scenes: of these the labels are removed.</source>
            <translation>Gelabelte Szenen wählen: Deren Labels werden entfernt.</translation>
        </message>
        <message>
            <source>&amp;Is</source>
            <translation>&amp;Ist</translation>
        </message>
        <message>
            <source>Is &amp;not</source>
            <translation>Ist &amp;nicht</translation>
        </message>
        <message>
            <source>Select 1 to {:,} scenes that are to have the label.</source>
            <translation>1 bis {:,} Szenen wählen, die das Label erhalten sollen.</translation>
        </message>
        <message>
            <source>1 label that has changed since was left alone.</source>
            <translation>1 Label, das sich seitdem geändert hat, wurde nicht angetastet.</translation>
        </message>
        <message>
            <source>{:,} labels that have changed since were left alone.</source>
            <translation>{:,} Labels, die sich seitdem geändert haben, wurden nicht angetastet.</translation>
        </message>
        <message>
            <source>There are labels of classes that {} does not have: {}. Choose the classes of the layer, or delete these samples.</source>
            <translation>Es gibt Labels von Klassen, die {} nicht hat: {}. Die Klassen des Layers wählen oder diese Proben löschen.</translation>
        </message>
        <message>
            <source>Scenes that are less similar than that are not selected</source>
            <translation>Szenen, die weniger ähnlich sind, werden nicht ausgewählt</translation>
        </message>
        <message>
            <source>&amp;Merge into</source>
            <translation>&amp;Zusammenführen mit</translation>
        </message>
        <message>
            <source>Rename a class</source>
            <translation>Klasse umbenennen</translation>
        </message>
        <message>
            <source>The samples of {} were not loaded, for something else came between.</source>
            <translation>Die Proben von {} wurden nicht geladen, denn etwas anderes kam dazwischen.</translation>
        </message>
        <message>
            <source>Loaded 1 label from {}.</source>
            <translation>1 Label aus {} geladen.</translation>
        </message>
        <message>
            <source>Loaded {:,} labels from {}.</source>
            <translation>{:,} Labels aus {} geladen.</translation>
        </message>
        <message>
            <source>Save training samples</source>
            <translation>Trainingsproben speichern</translation>
        </message>
        <message>
            <source>GeoPackage (*.gpkg);;GeoJSON (*.geojson);;CSV (*.csv)</source>
            <translation>GeoPackage (*.gpkg);;GeoJSON (*.geojson);;CSV (*.csv)</translation>
        </message>
        <message>
            <source>&amp;Rename …</source>
            <translation>&amp;Umbenennen …</translation>
        </message>
        <message>
            <source>&amp;Color …</source>
            <translation>&amp;Farbe …</translation>
        </message>
        <message>
            <source>&amp;Select their scenes</source>
            <translation>Ihre &amp;Szenen wählen</translation>
        </message>
        <message>
            <source>&amp;Delete</source>
            <translation>&amp;Löschen</translation>
        </message>
        <message>
            <source>&amp;Load …</source>
            <translation>L&amp;aden …</translation>
        </message>
        <message>
            <source>Sa&amp;ve as …</source>
            <translation>S&amp;peichern unter …</translation>
        </message>
        <message>
            <source>Separa&amp;bility …</source>
            <translation>Trenn&amp;barkeit …</translation>
        </message>
        <message>
            <source>Renamed the class {} to {}.</source>
            <translation>Klasse {} in {} umbenannt.</translation>
        </message>
        <message>
            <source>Recolored the class {}.</source>
            <translation>Farbe der Klasse {} geändert.</translation>
        </message>
        <message>
            <source>The schema of the layer does not have this class. Choose its classes.</source>
            <translation>Das Schema des Layers hat diese Klasse nicht. Dessen Klassen wählen.</translation>
        </message>
        <message>
            <source>Wait a moment until the samples are loaded.</source>
            <translation>Einen Moment warten, bis die Proben geladen sind.</translation>
        </message>
        <message>
            <source>There is no table yet: label two scenes of two classes at least.</source>
            <translation>Es gibt noch keine Tabelle: zwei Szenen von mindestens zwei Klassen labeln.</translation>
        </message>
        <message>
            <source>Saved 1 label in {}.</source>
            <translation>1 Label in {} gespeichert.</translation>
        </message>
        <message>
            <source>Saved {:,} labels in {}.</source>
            <translation>{:,} Labels in {} gespeichert.</translation>
        </message>
        <message>
            <source>Merged the samples of {} into {}.</source>
            <translation>Proben von {} mit {} zusammengeführt.</translation>
        </message>
        <message>
            <source>Deleted the samples of {}.</source>
            <translation>Proben von {} gelöscht.</translation>
        </message>
        <message>
            <source>Training samples</source>
            <translation>Trainingsproben</translation>
        </message>
        <message>
            <source>Select scenes and press the key of a class, or click on it: a few scenes of each class are often enough. Shift and the key say that they are not of it.</source>
            <translation>Szenen wählen und die Taste einer Klasse drücken oder auf sie klicken: Wenige Szenen je Klasse genügen oft. Umschalt und die Taste geben an, dass sie nicht dazugehören.</translation>
        </message>
        <message>
            <source>Samples</source>
            <translation>Proben</translation>
        </message>
        <message>
            <source>Merge, rename, recolor, delete, load and save training samples</source>
            <translation>Trainingsproben zusammenführen, umbenennen, umfärben, löschen, laden und speichern</translation>
        </message>
        <message>
            <source>Lowest probability of the class</source>
            <translation>Geringste Wahrscheinlichkeit der Klasse</translation>
        </message>
        <message>
            <source>Scenes that are less likely of the current class than that get none</source>
            <translation>Szenen, die mit geringerer Wahrscheinlichkeit zur aktuellen Klasse gehören, erhalten keine</translation>
        </message>
        <message>
            <source>Classes that have labels</source>
            <translation>Klassen, die Labels haben</translation>
        </message>
        <message>
            <source>Labeled scenes, and those that are labeled as not of the class</source>
            <translation>Gelabelte Szenen und solche, die als nicht zur Klasse gehörend gelabelt sind</translation>
        </message>
        <message>
            <source>Scenes that are taken for the class</source>
            <translation>Szenen, die der Klasse zugerechnet werden</translation>
        </message>
        <message>
            <source>Of the labels in blocks of the map that are kept aside, how many are right</source>
            <translation>Wie viele der Labels in zurückgehaltenen Blöcken der Karte richtig sind</translation>
        </message>
        <message>
            <source>{} is also taken for: {}</source>
            <translation>{} wird auch gehalten für: {}</translation>
        </message>
        <message>
            <source>p ≥ {} %</source>
            <translation>p ≥ {} %</translation>
        </message>
        <message>
            <source>The worker met an error that it does not know ({}).</source>
            <translation>Beim Worker ist ein Fehler aufgetreten, den er nicht kennt ({}).</translation>
        </message>
        <message>
            <source>Find similar scenes first (F): among these, select what is not meant.</source>
            <translation>Zuerst ähnliche Szenen suchen (F), dann unter diesen auswählen, was nicht gemeint ist.</translation>
        </message>
        <message>
            <source>{:,} scenes are like {:,} examples and unlike {:,} others.</source>
            <translation>{:,} Szenen sind wie {:,} Beispiele und nicht wie {:,} andere.</translation>
        </message>
        <message>
            <source>Not like these (Shift+F)</source>
            <translation>Nicht wie diese (Umschalt+F)</translation>
        </message>
        <message>
            <source> GB</source>
            <translation> GB</translation>
        </message>
        <message>
            <source>no limit</source>
            <translation>keine Grenze</translation>
        </message>
        <message>
            <source>A run that begins removes what stopped runs have left, the oldest first.</source>
            <translation>Zu Beginn eines Laufs wird entfernt, was abgebrochene Läufe zurückgelassen haben, das Älteste zuerst.</translation>
        </message>
        <message>
            <source>Clear the cache …</source>
            <translation>Cache leeren …</translation>
        </message>
        <message>
            <source>Most that stopped runs may leave</source>
            <translation>Höchstmenge, die abgebrochene Läufe zurücklassen dürfen</translation>
        </message>
        <message>
            <source>The cache holds</source>
            <translation>Der Cache enthält</translation>
        </message>
        <message>
            <source>Set up the worker …</source>
            <translation>Worker einrichten …</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>Wiederherstellen</translation>
        </message>
        <message>
            <source>Merge</source>
            <translation>Zusammenführen</translation>
        </message>
        <message>
            <source>Merge the selected clusters (M), into the one that was clicked last</source>
            <translation>Die gewählten Cluster zusammenführen (M), in den zuletzt angeklickten</translation>
        </message>
        <message>
            <source>Split</source>
            <translation>Teilen</translation>
        </message>
        <message>
            <source>Cluster the scenes of the selected cluster again, into parts (S)</source>
            <translation>Die Szenen des gewählten Clusters erneut clustern, in Teile (S)</translation>
        </message>
        <message>
            <source>Similar</source>
            <translation>Ähnliche</translation>
        </message>
        <message>
            <source>Select the scenes that are most similar to the selected ones (F)</source>
            <translation>Die Szenen auswählen, die den gewählten am ähnlichsten sind (F)</translation>
        </message>
        <message>
            <source>Move</source>
            <translation>Verschieben</translation>
        </message>
        <message>
            <source>Move the selected scenes to another cluster or class (C)</source>
            <translation>Die gewählten Szenen in einen anderen Cluster oder eine andere Klasse verschieben (C)</translation>
        </message>
        <message>
            <source>Move selected scenes</source>
            <translation>Gewählte Szenen verschieben</translation>
        </message>
        <message>
            <source>Write the classes that follow from the labels into the layer</source>
            <translation>Die Klassen, die sich aus den Labels ergeben, in den Layer schreiben</translation>
        </message>
        <message>
            <source> parts</source>
            <translation> Teile</translation>
        </message>
        <message>
            <source>any parts</source>
            <translation>beliebig viele Teile</translation>
        </message>
        <message>
            <source>Number of similar scenes</source>
            <translation>Anzahl ähnlicher Szenen</translation>
        </message>
        <message>
            <source>Work on</source>
            <translation>Arbeiten an</translation>
        </message>
        <message>
            <source>What you work on, which the map and the embedding are colored by: clusters, their classes, or labels of single scenes, from which the classes of all others follow</source>
            <translation>Woran gearbeitet wird und wonach Karte und Einbettung eingefärbt sind: Cluster, deren Klassen, oder Labels einzelner Szenen, aus denen sich die Klassen aller anderen ergeben</translation>
        </message>
        <message>
            <source>Label next</source>
            <translation>Als Nächstes labeln</translation>
        </message>
        <message>
            <source>In doubt</source>
            <translation>Zweifelhaft</translation>
        </message>
        <message>
            <source>Labeled</source>
            <translation>Gelabelt</translation>
        </message>
        <message>
            <source>Scenes to look at</source>
            <translation>Anzusehende Szenen</translation>
        </message>
        <message>
            <source>Scenes to look at, where none are selected elsewhere</source>
            <translation>Anzusehende Szenen, wenn nicht anderswo welche gewählt sind</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Tasten</translation>
        </message>
        <message>
            <source>give the class with this key to the selected clusters or scenes</source>
            <translation>den gewählten Clustern oder Szenen die Klasse mit dieser Taste geben</translation>
        </message>
        <message>
            <source>give the class; in the other parts, zoom to the selected scenes</source>
            <translation>die Klasse geben; in den anderen Teilen auf die gewählten Szenen zoomen</translation>
        </message>
        <message>
            <source>merge the selected clusters, into the one clicked last</source>
            <translation>die gewählten Cluster zusammenführen, in den zuletzt angeklickten</translation>
        </message>
        <message>
            <source>split the selected cluster</source>
            <translation>den gewählten Cluster teilen</translation>
        </message>
        <message>
            <source>move the selected scenes to a cluster or a class</source>
            <translation>die gewählten Szenen in einen Cluster oder eine Klasse verschieben</translation>
        </message>
        <message>
            <source>find similar scenes</source>
            <translation>ähnliche Szenen finden</translation>
        </message>
        <message>
            <source>label the selected scenes with the class; so does a click on it</source>
            <translation>die gewählten Szenen mit der Klasse labeln; ebenso ein Klick darauf</translation>
        </message>
        <message>
            <source>Shift+1-9</source>
            <translation>Umschalt+1-9</translation>
        </message>
        <message>
            <source>label them as not of the class</source>
            <translation>sie als nicht zur Klasse gehörend labeln</translation>
        </message>
        <message>
            <source>go to the next scene that is worth a look</source>
            <translation>zur nächsten Szene gehen, die einen Blick wert ist</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Entf</translation>
        </message>
        <message>
            <source>remove the labels of the selected scenes</source>
            <translation>die Labels der gewählten Szenen entfernen</translation>
        </message>
        <message>
            <source>F, Shift+F</source>
            <translation>F, Umschalt+F</translation>
        </message>
        <message>
            <source>find scenes like the selected ones, and none like those</source>
            <translation>Szenen wie die ausgewählten finden, und keine wie diese</translation>
        </message>
        <message>
            <source>zoom to the selected scenes</source>
            <translation>auf die gewählten Szenen zoomen</translation>
        </message>
        <message>
            <source>undo, redo</source>
            <translation>rückgängig machen, wiederherstellen</translation>
        </message>
        <message>
            <source>select nothing; at the slider, leave the clusters as they are</source>
            <translation>nichts auswählen; am Schieberegler die Cluster lassen, wie sie sind</translation>
        </message>
        <message>
            <source>at the slider, go to the next number that is marked</source>
            <translation>am Schieberegler zur nächsten markierten Anzahl gehen</translation>
        </message>
        <message>
            <source>Drag</source>
            <translation>Ziehen</translation>
        </message>
        <message>
            <source>clusters onto another to merge them, a class onto clusters</source>
            <translation>Cluster auf einen anderen, um sie zusammenzuführen; eine Klasse auf Cluster</translation>
        </message>
        <message>
            <source>In the embedding</source>
            <translation>In der Einbettung</translation>
        </message>
        <message>
            <source>lasso with the left button; Shift adds, Ctrl takes away</source>
            <translation>Lasso mit der linken Maustaste; Umschalt fügt hinzu, Strg nimmt weg</translation>
        </message>
        <message>
            <source>wheel, +, - zoom; middle button, Space or arrows move; Home shows all</source>
            <translation>Mausrad, +, - zoomen; mittlere Maustaste, Leertaste oder Pfeiltasten verschieben; Pos1 zeigt alles</translation>
        </message>
        <message>
            <source>select nothing</source>
            <translation>nichts wählen</translation>
        </message>
        <message>
            <source>Not set</source>
            <translation>Nicht gesetzt</translation>
        </message>
        <message>
            <source> = {} pixels</source>
            <translation> = {} Pixel</translation>
        </message>
        <message>
            <source>Add files</source>
            <translation>Dateien hinzufügen</translation>
        </message>
        <message>
            <source>Add a folder</source>
            <translation>Ordner hinzufügen</translation>
        </message>
        <message>
            <source>Embedding of the scenes</source>
            <translation>Einbettung der Szenen</translation>
        </message>
        <message>
            <source>The layer has no embedding (umap_x, umap_y).</source>
            <translation>Der Layer hat keine Einbettung (umap_x, umap_y).</translation>
        </message>
        <message>
            <source>Select a cluster layer in the Layers panel: one that "Start here: cluster a raster" (Processing Toolbox &gt; RS DeepCluster), Cluster features or Apply clusters has written to a GeoPackage.</source>
            <translation>Im Bedienfeld „Layer“ einen Clusterlayer wählen: einen, den „Hier beginnen: Raster clustern“ (Verarbeitungswerkzeugkiste &gt; RS DeepCluster), „Merkmale clustern“ oder „Cluster anwenden“ in ein GeoPackage geschrieben hat.</translation>
        </message>
        <message>
            <source>No cluster</source>
            <translation>Kein Cluster</translation>
        </message>
        <message>
            <source>Scene {}</source>
            <translation>Szene {}</translation>
        </message>
        <message>
            <source>The layer '{}' is not in a GeoPackage, where edits are kept: save it as one (Export &gt; Save Features As) and select that.</source>
            <translation>Der Layer '{}' liegt nicht in einem GeoPackage, in dem Bearbeitungen aufbewahrt werden: als solches speichern (Exportieren &gt; Objekte speichern als) und dieses wählen.</translation>
        </message>
        <message>
            <source>Cluster {}</source>
            <translation>Cluster {}</translation>
        </message>
        <message>
            <source>Clusters {}: {}</source>
            <translation>Cluster {}: {}</translation>
        </message>
        <message>
            <source>Cluster {}: {}</source>
            <translation>Cluster {}: {}</translation>
        </message>
        <message>
            <source>Thumbnails of scenes</source>
            <translation>Vorschaubilder der Szenen</translation>
        </message>
        <message>
            <source>All clusters: {}</source>
            <translation>Alle Cluster: {}</translation>
        </message>
        <message>
            <source>Cluster workbench</source>
            <translation>Cluster-Werkbank</translation>
        </message>
        <message>
            <source>{:,} scenes, {} clusters</source>
            <translation>{:,} Szenen, {} Cluster</translation>
        </message>
        <message>
            <source> in the filter of the layer</source>
            <translation> im Filter des Layers</translation>
        </message>
        <message>
            <source>Undo (Ctrl+Z): {}</source>
            <translation>Rückgängig (Strg+Z): {}</translation>
        </message>
        <message>
            <source>Redo (Ctrl+Y): {}</source>
            <translation>Wiederherstellen (Strg+Y): {}</translation>
        </message>
        <message>
            <source>{:,} scenes, {:,} labeled</source>
            <translation>{:,} Szenen, {:,} gelabelt</translation>
        </message>
        <message>
            <source>, {:,} selected</source>
            <translation>, {:,} gewählt</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>nichts</translation>
        </message>
        <message>
            <source>Freed {}.</source>
            <translation>{} freigegeben.</translation>
        </message>
        <message>
            <source>raster layer</source>
            <translation>Rasterlayer</translation>
        </message>
        <message>
            <source>vector layer</source>
            <translation>Vektorlayer</translation>
        </message>
        <message>
            <source>several layers</source>
            <translation>mehrere Layer</translation>
        </message>
        <message>
            <source>bands</source>
            <translation>Bänder</translation>
        </message>
        <message>
            <source>yes or no</source>
            <translation>ja oder nein</translation>
        </message>
        <message>
            <source>one of</source>
            <translation>eines von</translation>
        </message>
        <message>
            <source>text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>expression</source>
            <translation>Ausdruck</translation>
        </message>
        <message>
            <source>extent</source>
            <translation>Ausdehnung</translation>
        </message>
        <message>
            <source>coordinate reference system</source>
            <translation>Koordinatenbezugssystem</translation>
        </message>
        <message>
            <source>vector layer or table</source>
            <translation>Vektorlayer oder Tabelle</translation>
        </message>
        <message>
            <source>raster</source>
            <translation>Raster</translation>
        </message>
        <message>
            <source>whole number</source>
            <translation>ganze Zahl</translation>
        </message>
        <message>
            <source>number</source>
            <translation>Zahl</translation>
        </message>
        <message>
            <source>layer</source>
            <translation>Layer</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>Parameter</translation>
        </message>
        <message>
            <source>Advanced parameters</source>
            <translation>Erweiterte Parameter</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Ergebnisse</translation>
        </message>
        <message>
            <source>folder</source>
            <translation>Ordner</translation>
        </message>
        <message>
            <source>polygon layer</source>
            <translation>Polygonlayer</translation>
        </message>
        <message>
            <source>optional</source>
            <translation>optional</translation>
        </message>
        <message>
            <source>field of {}</source>
            <translation>Feld von {}</translation>
        </message>
        <message>
            <source>{} from {} to {}</source>
            <translation>{} von {} bis {}</translation>
        </message>
        <message>
            <source>{} of at least {}</source>
            <translation>{}, mindestens {}</translation>
        </message>
        <message>
            <source>{} of at most {}</source>
            <translation>{}, höchstens {}</translation>
        </message>
        <message>
            <source>On the command line</source>
            <translation>Auf der Befehlszeile</translation>
        </message>
        <message>
            <source>default {}</source>
            <translation>Voreinstellung {}</translation>
        </message>
        <message>
            <source>required</source>
            <translation>erforderlich</translation>
        </message>
        <message>
            <source>file {}</source>
            <translation>Datei {}</translation>
        </message>
        <message>
            <source>The style was not stored with the layer: {}</source>
            <translation>Der Stil wurde nicht mit dem Layer gespeichert: {}</translation>
        </message>
        <message>
            <source>Description</source>
            <translation>Beschreibung</translation>
        </message>
        <message>
            <source>Parent</source>
            <translation>Übergeordnet</translation>
        </message>
        <message>
            <source>Unassigned</source>
            <translation>Nicht zugewiesen</translation>
        </message>
        <message>
            <source>No class yet ({})</source>
            <translation>Noch keine Klasse ({})</translation>
        </message>
        <message>
            <source>Unchanged</source>
            <translation>Unverändert</translation>
        </message>
        <message>
            <source>Not compared</source>
            <translation>Nicht verglichen</translation>
        </message>
        <message>
            <source>Unchanged (below {:.2f})</source>
            <translation>Unverändert (unter {:.2f})</translation>
        </message>
        <message>
            <source>Not labeled yet</source>
            <translation>Noch nicht gelabelt</translation>
        </message>
        <message>
            <source>Other changes</source>
            <translation>Andere Veränderungen</translation>
        </message>
        <message>
            <source>Scene</source>
            <translation>Szene</translation>
        </message>
        <message>
            <source>Row</source>
            <translation>Zeile</translation>
        </message>
        <message>
            <source>Valid fraction</source>
            <translation>Gültiger Anteil</translation>
        </message>
        <message>
            <source>Subcluster</source>
            <translation>Untercluster</translation>
        </message>
        <message>
            <source>Edited cluster</source>
            <translation>Bearbeiteter Cluster</translation>
        </message>
        <message>
            <source>Class name</source>
            <translation>Klassenname</translation>
        </message>
        <message>
            <source>Class from</source>
            <translation>Klasse aus</translation>
        </message>
        <message>
            <source>Second cluster</source>
            <translation>Zweiter Cluster</translation>
        </message>
        <message>
            <source>Second probability</source>
            <translation>Zweite Wahrscheinlichkeit</translation>
        </message>
        <message>
            <source>Ambiguous</source>
            <translation>Mehrdeutig</translation>
        </message>
        <message>
            <source>Exemplar rank</source>
            <translation>Rang als Musterszene</translation>
        </message>
        <message>
            <source>Embedding x</source>
            <translation>Einbettung x</translation>
        </message>
        <message>
            <source>Embedding y</source>
            <translation>Einbettung y</translation>
        </message>
        <message>
            <source>Share</source>
            <translation>Anteil</translation>
        </message>
        <message>
            <source>Area (m²)</source>
            <translation>Fläche (m²)</translation>
        </message>
        <message>
            <source>Mean probability</source>
            <translation>Mittlere Wahrscheinlichkeit</translation>
        </message>
        <message>
            <source>Nearest cluster</source>
            <translation>Nächster Cluster</translation>
        </message>
        <message>
            <source>Distance</source>
            <translation>Abstand</translation>
        </message>
        <message>
            <source>Rank</source>
            <translation>Rang</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>Grund</translation>
        </message>
        <message>
            <source>Gain</source>
            <translation>Gewinn</translation>
        </message>
        <message>
            <source>Not this class</source>
            <translation>Nicht diese Klasse</translation>
        </message>
        <message>
            <source>Labeled by</source>
            <translation>Gelabelt von</translation>
        </message>
        <message>
            <source>Labeled at</source>
            <translation>Gelabelt am</translation>
        </message>
        <message>
            <source>Second class</source>
            <translation>Zweite Klasse</translation>
        </message>
        <message>
            <source>Label</source>
            <translation>Label</translation>
        </message>
        <message>
            <source>Labeled as not</source>
            <translation>Gelabelt als nicht</translation>
        </message>
        <message>
            <source>Class by other labels</source>
            <translation>Klasse nach anderen Labels</translation>
        </message>
        <message>
            <source>The style was not stored: {} could not be opened.</source>
            <translation>Der Stil wurde nicht gespeichert: {} konnte nicht geöffnet werden.</translation>
        </message>
        <message>
            <source>No cluster ({})</source>
            <translation>Kein Cluster ({})</translation>
        </message>
        <message>
            <source>Unassigned ({})</source>
            <translation>Nicht zugewiesen ({})</translation>
        </message>
        <message>
            <source>Cluster {} ({})</source>
            <translation>Cluster {} ({})</translation>
        </message>
        <message>
            <source>Cluster at level {}</source>
            <translation>Cluster auf Stufe {}</translation>
        </message>
        <message>
            <source>Python interpreter of the worker (empty: find it)</source>
            <translation>Python-Interpreter des Workers (leer: wird gesucht)</translation>
        </message>
        <message>
            <source>Most that stopped runs may leave in the cache (GB; 0: no limit)</source>
            <translation>Höchstmenge, die abgebrochene Läufe im Cache zurücklassen dürfen (GB; 0: keine Grenze)</translation>
        </message>
    </context>
</TS>
