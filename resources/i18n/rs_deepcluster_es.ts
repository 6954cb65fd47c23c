<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES" sourcelanguage="en">
    <context>
        <name>RsDeepCluster</name>
        <message>
            <source>Map</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A cluster layer, or any polygon layer with a field of classes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Field of the map</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The field that holds the classes. Empty: class_code where any scene has a class, else the current cluster.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reference layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Points or polygons with labels, in any coordinate reference system. A point labels the scene it lies in; a polygon those that it covers by half at least, and of several the one that covers most of a scene counts. A sample made by Validation sample labels just its own scenes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Field of the reference</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The field that holds the labels: codes or names of classes. Features without a label are left out. Without a reference layer, it is a field of the map.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reference raster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A raster of class codes in band 1, in place of a layer. A scene takes the class that most of its pixels have, where at least half of them have one; of a fine raster, 256 x 256 pixels of each scene are looked at.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Values of the map</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>classes mean the same as in the reference; clusters are numbers without a meaning yet. automatic: clusters for the fields of clusters, else classes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Confusion matrix</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One row per class on the map, with the number of scenes of each class in the reference (ref_...), their total and the user's accuracy.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accuracy of the classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One row per class: scenes, user's and producer's accuracy, the latter also by area (prod_area), F1, mapped area, and area as estimated from the reference (est_ha), with 95 % confidence intervals. Areas are in hectares on the ellipsoid.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Report</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>HTML</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All numbers, the colored confusion matrix and what was left out, in a file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Overall accuracy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Overall accuracy of clusters named after labels elsewhere</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Kappa</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Standard error of kappa</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mean F1 of the classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Overall accuracy by area</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Overall accuracy by area, lower end</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Overall accuracy by area, upper end</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accuracy under the best matching</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Normalized mutual information</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Adjusted mutual information</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Adjusted Rand index</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Purity</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes compared</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Number of classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Labeled scenes left out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clusters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A layer made by Cluster a raster, Cluster features, Apply clusters or Refine model, in a GeoPackage. It is edited in place; the field cluster stays as it is, each edit is a row in the table rs_deepcluster_history, and Undo takes the last back.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes changed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mapping</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clusters and the codes or names of their classes, as 1=311,2=311,3=Pastures; 4= takes the class of cluster 4 away. Semicolons and new lines separate as well. Empty: the table below, or only the schema is set.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Table</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In place of a mapping: a table with the columns cluster, and class_code or class_name, as Cluster table writes it (GeoPackage, CSV, spreadsheet). Clusters without a class in it stay as they are.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Schema</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The classes: CORINE Land Cover (levels 1 to 3), the National Land Cover Database of the United States, Anderson's land use and land cover (levels 1 and 2), ESA WorldCover, Dynamic World, FAO's LCCS (top level), or the file or table below. The layer's own is the one that was used last; where there is none, the texts of the mapping become classes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Schema file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Schemas (*.csv *.json *.geojson *.qml *.clr *.txt)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A schema of your own; it takes the place of the one above. CSV with the columns code, name, color, description and parent (or value, label, red, green, blue), JSON (also a STAC item, a legend of names and colors, and GeoJSON), a categorized, paletted or exact pseudocolor style of QGIS (.qml), or a color table (.clr, .txt). Colors are #rrggbb, red,green,blue or CSS names; classes without one get one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Encoding of the schema file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only a file that is neither in UTF-8 nor in an encoding that can be told from others needs it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Schema table</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A table with the same columns as the CSV file, such as Class schema makes; it takes the place of the schema above.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep corrections</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes whose class was corrected singly (class_source is scene) keep it, also if their cluster gets another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Replace all</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clusters that are not named lose the class they have; for another schema, whose classes are not those of the layer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes without a class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A layer made by Cluster a raster, Cluster features, Apply clusters or Refine model, in any format, or the selected scenes of one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Field</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Field whose values are the classes. Empty: the class of a scene where it has one, else its current cluster. class_code leaves scenes without a class out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Raster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Raster whose size, pixels and coordinate reference system are taken. Empty: the raster that a layer in a GeoPackage has noted.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pixel size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In map units of the layer, in place of a raster: pixels of this size cover the extent of the layer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class raster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>GeoTIFF with the class of each pixel, tiled and compressed; 8 bits up to value 255, else 16. No data is 0, or 255 (65535) where 0 is a class.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A layer made by Cluster a raster, Cluster features, Apply clusters or Refine model, in any format. Only a GeoPackage knows its raster, its settings and its edits.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The raster that the pictures are cut from. Empty: the one that the clusters were made of, or their folder of images; where it is gone, there are no pictures.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cluster model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tells the settings and the merge tree of a layer that is in no GeoPackage. Empty: the one that was written with the layer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pictures of each cluster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its most typical scene comes first, the next ones are as different as it is.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Size of the pictures (pixels)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Width and height in pixels. Smaller ones are made where there are so many clusters that the file would become too large to be sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One file with everything in it, of up to about 15 MB.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Number of clusters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Number of scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Features</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The features of these scenes, by which the nearest cluster is found. Empty: those that a layer in a GeoPackage has noted; where there are none, clusters are near that are near in the embedding.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The raster whose bands are measured; all but alpha bands, valid pixels only. Empty: the raster that a layer in a GeoPackage has noted.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Band statistics</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reads the raster once and adds the mean and the standard deviation of each band. A pixel that several scenes share counts for the scene of the highest probability.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cluster table</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Without geometry: cluster; class_code and class_name, filled in where all scenes agree; scenes; share; area in square meters on the ellipsoid; mean_probability; ambiguous (share of scenes); nearest_cluster with the similarity (cosine of the mean features) and the distance in the embedding; exemplars (scene_id, the most typical first); b1_mean, b1_std and so on. In spreadsheet formats, text that looks like a formula gets a ' in front, which Assign classes takes away again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Map before</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its field</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Map after</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Field after</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Values are</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the same on both maps: class codes, or clusters of one model (Apply clusters). numbered differently: clusters of maps made separately, which are matched. automatic: fields of clusters are numbered differently, all others are the same.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Change</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The scenes of the second map with before, after, changed, and change as text (A → B). Scenes that one of the maps says nothing of have no value in changed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Change matrix</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One row per pair of classes that occurs: before, after, scenes and hectares.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The change matrix, the changes by area and the agreement, in one file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of scenes that have not changed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of the area that has not changed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes that are not compared</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A class may have many areas that do not touch along an edge: one feature of several parts for all of them, or a feature for each. Scenes count for the area that their middle is in.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Polygons with code, name and color of the class, scenes, area in square meters on the ellipsoid (in the plane of a system that has none), mean_probability and the clusters of their scenes. The style is stored with the data.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Number of features</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer that holds the examples; its selected scenes are taken where no ids and no expression are given. Found scenes get its clusters and classes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Examples</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Numbers of the examples from the field scene_id, as 12, 15-20.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Examples by expression</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes of the layer for which it is true, as "exemplar_rank" = 1 AND "cluster" = 4.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Counterexamples</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Numbers of scenes that are not meant, among the features of the examples, as 12, 15-20. A scene that is more like one of these than like the examples is not found.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The features of the examples, made by Extract features or Cluster a raster. Empty: those that a layer in a GeoPackage has noted.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Features to search</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where to search: the features of another raster, of the same model. Empty: among the scenes of the examples' own file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Similar to</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The mean of the similarities to all examples, for examples of one kind; or the similarity to the nearest example, for examples of several kinds.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Most scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>As many of the most similar scenes are found.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lowest similarity</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes that are less similar are not found.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Similar scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The scenes by rank, with their similarity, and with their cluster and their class in the layer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Number of scenes found</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Merge by</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>named clusters: those listed below. level of the tree: as many clusters as the detail or the number below say. similarity: all whose mean features are as alike as said below.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clusters to merge</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Named clusters: their numbers, as 3, 5, 8 or 3-5.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Merge into cluster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Named clusters: the cluster whose number and class remain. Empty: the largest of them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Detail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Level of the tree: how many clusters remain. Only the Dirichlet process mixture knows these; for other clusters give the number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Level of the tree: as many clusters remain, whatever the detail.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Similarity</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Similarity: clusters are merged whose mean features have a cosine similarity of at least this, by average linkage. The features are centered, so that 0 is the similarity of clusters that have nothing in common.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only clusters that are merged by similarity need it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Features (*.parquet)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The features of the layer's scenes, made by Cluster a raster or Extract features. Empty: the file that was made with the layer. </source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Selected scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The scenes that are selected in the layer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Listed scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Numbers from the field scene_id, as 12, 15-20.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes by expression</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes for which this is true, as cluster = 3 and probability &lt; 0.4.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes inside polygons</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Polygons in any coordinate reference system. Scenes with their center inside are taken.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>To cluster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The number of the cluster that the scenes are moved to. 0: a new cluster.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>To class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Code or name of a class of the layer's schema. Where the layer has no schema, any name.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Edit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The classes: CORINE Land Cover (levels 1 to 3), the National Land Cover Database of the United States, Anderson's land use and land cover (levels 1 and 2), ESA WorldCover, Dynamic World, FAO's LCCS (top level), or the file or table below.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Level</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only the classes of this level, 1 being the top. Empty: all levels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One row per class, without geometry: code, name, color, description and parent, which is the code of the class above it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Schema as JSON</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The same as one file, to keep and to share.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Smooth</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>automatic: classes where any are assigned, else clusters.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Radius (scenes)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes of a grid: how many rows and columns around a scene are its neighborhood; 1 are its eight neighbors.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Iterations</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How often the majority is taken; it ends before where nothing changes. 0: only small groups are dissolved.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weight of the scene itself</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How many times its probability a scene weighs in its own neighborhood.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Minimum mapping unit (scenes)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Connected groups of fewer scenes dissolve into the class with which they have the longest border, weighted by the probability of the scenes there. 1: none do.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only below this probability</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only scenes with a smaller probability change. Empty: all may.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cluster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The number of the cluster that is split.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Number of parts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Empty: inferred from the scenes, up to 8; two for the merge tree.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Method</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How the scenes are clustered. merge tree: by the last merges of the tree that was made with the layer, without looking at the features again; only for clusters of the Dirichlet process mixture and for those that were merged.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Without it the scenes are split by umap_x and umap_y of the layer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Projection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How the features of just these scenes are projected, before they are clustered.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Seed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The same seed gives the same map on the same computer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sample size (scenes)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes in all. Empty: as many as the standard error below needs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Standard error</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The standard error that overall accuracy is to have, where no sample size is given; half the confidence interval is about twice as wide.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Expected user's accuracy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What part of each mapped class you guess to be right, from 0 to 1, where no sample size is given: one number, and others for single classes by code or name, as in 0.8,311=0.95,112=0.7.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Allocation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How the sample is divided among the classes. balanced: by their areas, but rare classes get the minimum below. proportional: by their areas. equal: as many of each. A class gives two scenes at least, and no more than it has.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Minimum of a class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes of a rare class in a balanced allocation, or all that there are. In a small sample, which has no room for it, all classes get the same.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Geometry</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The sampled scenes as polygons, or as points in their middle.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The same seed draws the same sample.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sample</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes with number (the random order), scene_id, reference (empty, to be filled in), map_class and weight, which the attribute form hides.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes in the sample</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A file made by Cluster a raster or Cluster features.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Imagery of any kind that QGIS opens: files of any band count and data type, virtual rasters, and web layers (WMS, XYZ) with an extent and a pixel size.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Bands</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Bands that make the scenes, in the order red, green, blue for three; on the command line as 4;1;2. Empty: red, green and blue where the file names them, else its first three bands. The model has three channels: one band fills all three; of two, the third is their mean; of more than three, channel 1 is the mean of bands 1, 4, 7, channel 2 of 2, 5, 8, channel 3 of 3, 6, 9 and so on, in the order chosen. A model that was fine-tuned on another number of bands takes just as many, where none are chosen the first ones.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Extent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Part of the raster to use, in any coordinate reference system. The grid starts at its upper left pixel. Empty: all of the raster. Web layers need an extent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pixel size of a web layer (map units)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only for layers that are not files (WMS, XYZ, PostGIS raster): pixel size in map units at which they are fetched.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Features of the same model, in place of a raster.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dirichlet process mixture: another level of detail than the clusters were saved with. Nothing is fitted; the clusters of each level have their own numbers.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scene or cell size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Width and height of a scene or cell, which gets one cluster, in whole pixels or in the units chosen. Empty: the size the clusters were fitted with, in pixels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Context</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Width and height of the windows that the model sees, each with many cells in it: scenes are then cells that are told apart by what lies in them and around them, as small as a sixteenth of a window; an eighth is a good start. One look serves all cells of a window, so this is faster than small scenes, and the map is finer. It is rounded to a whole number of cells. In the units of the size. Where the size is left out, it is that of the clusters' own cells.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Units of size, context and stride</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pixels, or units of the raster's CRS, which are rounded to whole pixels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stride</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Distance between the starts of neighboring scenes. Empty: the scene size, so that scenes touch and do not overlap.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes at the edge</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What becomes of scenes that would hang over the raster's right and lower edge. shift: they are moved inwards, so that the model sees whole scenes; the overlap stays with their neighbors, and their footprints are what is left, so that footprints cover each pixel once. keep: they hang over, and what is outside the raster counts as no data. drop: they are left out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mask</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Polygons in any coordinate reference system; only scenes with area inside them are made.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Device</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>auto takes CUDA, else Apple's MPS, else the CPU.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Precision</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>auto finds out once which is the fastest on this computer that keeps the features (cosine above 0.999), and stays with it: on processors int8, bf16 or fp32, on GPUs bf16 or fp16. int8 works on processors only, fp16 on GPUs only. Another computer may find another one: choose one where a map is to be made again elsewhere.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Batch size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes that go through the model together; 0 chooses. It is halved where memory runs out. The features do not depend on it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Threads</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Processor threads for the model; 0 takes all cores, never more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes with their clusters. The style is stored with the data: inside a GeoPackage, as QML beside other formats. A GeoPackage can be edited with the algorithms of the group Classes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Memberships</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Adds a field member_1, member_2 and so on for each cluster, with the probability that the scene belongs to it, for the 100 largest clusters at most. For all methods; HDBSCAN knows only that of the scene's own cluster.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Raster of clusters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>GeoTIFF with the bands cluster, probability and second_cluster, and -1 where there is none: a pixel for each scene where these are the cells of one regular grid that touch and don't overlap, else the pixels of the raster, where the scene of the highest probability counts. Maps of millions of cells are quicker to look at in it. Not made where it is not asked for.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>GeoParquet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The scenes' feature vectors, for the other algorithms of this plugin.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes skipped for lack of data</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mean probability of the scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mean probability where the clusters were fitted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of scenes unlike all that the clusters were fitted on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Embedding</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A file made by Project features.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Projector</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The projector of the same run of Project features. Without it the cluster model cannot be applied to new scenes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clustering</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dirichlet process mixture: infers the number of clusters; the default. Gaussian mixture: infers the number of clusters. k-means: as many clusters as asked for. Mini-batch k-means: as many clusters as asked for, of very many scenes. Fuzzy c-means: as many clusters as asked for, with graded memberships. ISODATA: infers the number of clusters, from a desired one. Ward: as many clusters as asked for, by merging (agglomerative); contiguous regions on request. HDBSCAN: finds dense groups and leaves the rest without a cluster. Leiden: infers the number of clusters, from a graph of neighbors.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Fuzzy c-means, Gaussian mixture, ISODATA, k-means, Mini-batch k-means, Ward: the number of clusters; for ISODATA the one desired. Empty: the number up to Most clusters with the best silhouette; for the Gaussian mixture with the lowest Bayesian information criterion (BIC), for contiguous regions with the best index of Calinski and Harabasz. Dirichlet process mixture, HDBSCAN, Leiden: not used.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Most clusters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Upper bound of the number of clusters where it is inferred. Not used where a number of clusters is given. HDBSCAN, Leiden, and all methods that are given a number of clusters: not used.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dirichlet process mixture: how far its components are merged. One to three levels hold: their clusters are well apart on the map and in the features. balanced is the coarsest of these, fine the next one, or the best of one and a half to three times as many clusters; coarse is the best of a third to two thirds as many. The layer has the other levels that hold in fields such as level_9, and the log says what splits. The cluster model keeps all of them: Apply clusters can show another one without a new fit.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Fewest scenes of a cluster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>HDBSCAN, ISODATA: a smaller group does not count as a cluster.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Contiguous regions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ward: only clusters that touch along the edge of a scene are merged, so that each cluster is one region of the scene grid; all scenes are clustered, 100,000 at most. On another raster the clusters are found by their centers and need not be contiguous.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Fuzziness</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Fuzzy c-means: exponent m of the memberships. Near 1 they are all or nothing, large values make all clusters alike.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Standard deviation for splitting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ISODATA: a cluster that spreads more than this along one axis may be split; as a share of the standard deviation of all scenes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Distance for merging</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ISODATA: clusters whose centers are nearer than this are merged; as a share of the root mean square distance of all scenes to their mean.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Most merged pairs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ISODATA: most pairs of clusters that are merged in one iteration.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Most iterations</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ISODATA: it ends before where an iteration changes nothing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Resolution of the communities</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Leiden: larger values give more clusters; 1 is modularity.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Neighbors in the graph</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Leiden: each scene is linked to as many of its nearest scenes of the embedding; as many vote for the cluster of a new scene.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Exemplars</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes of each cluster that get an exemplar_rank: 1 is the most typical one, the next ones are as different as the cluster holds.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All that Apply clusters needs to find the same clusters on another raster.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Width and height of a scene or cell, which gets one cluster, in whole pixels or in the units chosen. Empty: where a context is given, an eighth of it; else size and context are chosen by a look at a sample of the raster, for 500 to 50,000 cells (Suggest scale shows how). With a size and no context, each scene is seen by itself, and should be a few times as large as the things that tell the classes apart (houses, fields, waves).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Width and height of the windows that the model sees, each with many cells in it: scenes are then cells that are told apart by what lies in them and around them, as small as a sixteenth of a window; an eighth is a good start. One look serves all cells of a window, so this is faster than small scenes, and the map is finer. It is rounded to a whole number of cells. In the units of the size. Empty, with a size: each scene is seen by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Minimum of valid data</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes with a smaller share of valid pixels get no features and no cluster. Nodata, NaN, alpha and mask bands, and what is outside the raster, are not valid; in the other scenes such pixels are filled with the mirror image of what lies beside them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>default: the DINOv2 ViT-S/14 that comes with the plugin, without its last three blocks and fine-tuned on 30 classes of aerial scenes. The others are downloaded once, and are as their makers left them: Refine model fits the whitening that the default has to your imagery. dinov2_vits14, b14, l14 and g14, with registers (_reg) or without: 3 bands, images of the web at any resolution, Apache-2.0; 88 MB, 346 MB, 1.2 GB and 4.5 GB. dinov3_vits16, b16 and l16: 3 bands, images of the web at any resolution, DINOv3 License of Meta, which you accept by using them; 86 MB, 343 MB and 1.2 GB. dinov3_vitl16_sat: 3 bands, red, green and blue of satellites at 0.6 m, DINOv3 License; 1.2 GB. dofa_vitb16: any optical bands, told by their wavelengths, of satellites and aircraft at 1 to 30 m, CC-BY-4.0; 445 MB.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weights file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weights (*.safetensors *.pth *.pt *.bin)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A state dict of your own of DINOv2, DINOv3 or DOFA, with official or timm names. It takes the place of the model above, and nothing is downloaded. Of the satellite model of DINOv3, and of DOFA, choose the model above too.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Blocks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Transformer blocks whose tokens make the features, counted from 0, or from the end with -1; several are concatenated, as in 6,-1. Empty: the model's own recipe.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Wavelengths</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>For dofa_vitb16: the wavelength of each band in micrometers, in the order of the bands, as in 0.49,0.56,0.665,0.842. Empty: what the raster says, or the names of its bands do; without bands chosen, all that have one are taken.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pooling of tokens</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The class token, the mean of the patch tokens, or both one after the other.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Input size (pixels)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pixels to which a scene is resized for the model, a multiple of the side of its patches: 14, of DINOv3 and DOFA 16. More is slower (time grows with its square) and shows the model finer detail of large scenes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scaling of values</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>percentiles: each band is stretched between two percentiles of the valid pixels of the whole raster, the same for all scenes. data type range: values are taken as they are, 0 to 255 for 8-bit data; for images that are ready for display.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lower percentile</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Values beyond it are clipped, if values are scaled by percentiles.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Upper percentile</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>UMAP keeps neighborhoods and separates groups; PCA is linear and fast. Features are centered and L2-normalized first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Neighbors</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>UMAP: small values keep local detail, large ones the overall shape.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dimensions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dimensions of the embedding. The first two become umap_x and umap_y.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Minimum distance</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>UMAP: how close points may lie. 0 is best for clusters.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Metric</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>UMAP: how features are compared.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weight of shared neighbors</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>UMAP: scenes are near when their features are alike, and when they have many of their neighbors in common; this is the weight of the latter. 0: features only.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mutuality</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>UMAP: how far two scenes must be each other's neighbors to be drawn together. 0: one of them is enough, as in UMAP itself; more separates clusters.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A file made by Extract features or Folder to features.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One row per scene with its place in the embedding.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Places new scenes in the same embedding; Cluster features takes it over.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Features before</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Features of the first date.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Features after</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Features of the second date, of the same model and grid: scenes are the same where their middles are nearer than half a scene.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Field before</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>By how many units that look alike on one date it is told where each should be on the other. More make the comparison steadier, and blind to kinds of ground that have fewer units than that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Threshold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Units with a higher score have changed. 1 is as far from what became of units like it as these are from each other. Empty: the score at which change becomes likelier than not, by a mixture of two groups, where there are two.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The scenes of the second date with score, probability of a change, changed, and where there are maps before, after and change as text (A → B).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes that have changed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How far the two groups are apart</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Folder of class folders</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Holds one folder of images for each class, named after it. Images in folders below belong to the class too; images beside the classes' folders are left out. GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files of any size are taken.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Episodes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Few-shot accuracy is the mean over so many draws of known scenes. More make its confidence interval narrower.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Measure each block</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>k-NN and linear probe of the features of each block of the transformer by itself, to choose Blocks by. The images are looked at once, but each probe takes its time. The features are those that Pooling says: as the recipe says, the class token and the mean of the patch tokens.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accuracies</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One row per measure: measure, value (0 to 1), low and high (95 % confidence interval), classes and scenes that took part. Few-shot needs classes with more scenes than are known; its value is empty where fewer than two have them. A block that is measured by itself has two rows, as in block 6: k-NN.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All measures, the accuracy of each class, the confusion matrix, pictures of confused scenes and the settings, in one file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>k-NN accuracy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Linear probe accuracy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Few-shot accuracy, 1 scene per class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Few-shot accuracy, 5 scenes per class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Few-shot accuracy, 20 scenes per class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Number of images</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Images left out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Grid</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Any polygon layer, in any coordinate reference system: a scene is the window of pixels around a polygon, and keeps its attributes. It takes the place of scene size, stride, edges, extent and mask. Empty: a regular grid.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One row per scene: footprint, valid_fraction and the feature vector.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>STAC item</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A STAC item that describes the features by the extension for embeddings: where they are, the model, bands, size and stride of the scenes. Catalogs of embeddings take it. It is written only where it is asked for.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes without features</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Labeled polygons</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes of the raster with a class each: a scene is the window of pixels around a polygon. Polygons without a class are left out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Field of the classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Names or numbers; polygons of the same value are one class.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Bands that make the scenes, in the order red, green, blue for three; on the command line as 4;1;2. Empty: red, green and blue where the file names them, else its first three bands. With other than three the new model takes just as many: its first layer is adapted to them and trained.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>More folders</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Further folders of class folders, separated by semicolons. Classes of the same name are one class.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Epochs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How often the scenes are gone through. Training ends before if nothing improves.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Loss</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>cross-entropy learns to name the classes; supervised contrastive pulls scenes of one class together and others apart; both takes the mean of the two.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Label smoothing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of the certainty that is taken from a scene's class and spread over all; helps where some labels are wrong.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Temperature</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Of the supervised contrastive loss: small values look at the nearest scenes only.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Training size (pixels)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pixels to which scenes are resized in training, a multiple of 14 (DINOv3, DOFA: 16). Time grows with its square. The features are made at the input size all the same.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes per step</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes after which the weights are changed; fewer where there are few. The batch size tells how many of them go through the model together.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Learning rate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Highest one, that of the last layer; it rises first and then falls along a cosine.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Layer decay</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Each block learns this much slower than the one after it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weight decay</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How strongly weights are drawn to zero (AdamW).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Warm-up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of all steps in which the learning rate rises.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Frozen blocks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>First blocks of the transformer that stay as they are; -1: half of them. More is faster, and forgets less.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>LoRA rank</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>0 trains all weights of the blocks that are not frozen. Another rank trains a small update of each layer instead, which takes less memory and suits few scenes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Balance the classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Each class is drawn equally often, however many scenes it has.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Validation share</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of each class that is not trained on but tells how well it goes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Patience</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Training ends after so many epochs without a better validation, and the best epoch is kept; 0: it goes on to the end, and the last epoch is kept.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of the tuned weights</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The final weights are this share of the tuned and the rest of the starting weights (WiSE-FT). Less keeps more of what the model knew before, and features of other classes stay good; 1 is best for the source's own classes. The accuracy of the validation scenes is that of the tuned weights.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Feature dimensions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Length of the features, which are whitened by their spread over the scenes trained on, so that no few directions drown the others; 0: features are left as the blocks give them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stored as</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>int8 takes a quarter of the space of fp32 and is the fastest on processors; fp16 takes half of it and is more exact.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Smallest crop</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Training looks at crops of at least this share of a scene's area, flipped and turned by quarters.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Brightness</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How much it is changed by chance in training: up to so much more or less.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Contrast</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Color</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Band drop</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How often a band is blanked in training, where there are more than three.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Fine-tuned model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The fine-tuned model, for the weights file of the other algorithms.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>State dict for other tools</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>PyTorch state dict</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The weights under DINOv2's own names, without the feature's whitening.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Learning curves, accuracy of each class, confusion matrix, the worst mistakes and the settings, in one file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accuracy of the validation scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Epochs trained</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Folder of images</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files are taken.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CRS of the footprints</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Empty: that of the first georeferenced image.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One row per image: name, footprint, valid_fraction and the feature vector.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Images without features</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Table with embeddings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>GeoParquet or GeoPackage (*.parquet *.geoparquet *.gpq *.gpkg)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>GeoParquet or GeoPackage with a vector on each row: a list of numbers of any type (in a GeoPackage as JSON, or as bytes of float32), or numbered columns (A00, A01, ...). Geometries are polygons or points, as WKB or in GeoArrow's own layout. Other columns become attributes of the scenes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Bands that make the vector; on the command line as 4;1;2. Empty: all but alpha bands.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Part of the raster to use, in any coordinate reference system. Empty: all of the raster. Web layers need an extent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Polygons</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The pixels in each polygon of this layer are averaged, in any coordinate reference system; it takes the place of cell size, stride, edges, extent and mask, and its attributes are kept. Empty: cells.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cell size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Width and height of the cells over which the pixels' embeddings are averaged, each of which becomes a scene.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Units of size and stride</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The name of the model that made the embeddings, with its version. Empty: what the file says. Scenes are compared, and clusters applied, only where this name is the same: give one name to all files of a model, and different ones to different models.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Column</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The column of the vectors, or what the names of numbered columns begin with, as A for A00 to A63. Empty: embedding, embeddings, feature or another usual name, else the only one that holds vectors.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stored values</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>automatic: AlphaEarth's whole numbers (64 bands or columns A00 to A63) are turned back into numbers, scale and offset of a raster are applied, and other values are taken as they are. squared: whole numbers were made as AlphaEarth's are, v of sign(v) (v / 127.5)^2, as those of OlmoEarth too. as stored: the values are taken as they are, which is right for any scale and offset that all share, since vectors are centered and normalized before anything is made of them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Column of scales</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where each vector is stored in whole numbers with a scale of its own: the column that it is to be multiplied by. Empty: none.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Side of scenes at points</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where the table has points: side of the square around each that is its scene, in units of the table's reference system. Empty: the median distance to the nearest other point.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Of rasters: scenes with a smaller share of pixels that have an embedding get no features.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Table of the GeoPackage</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Of one with several tables. Empty: the only one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CRS of the table</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where the table does not say in which reference system its geometries are.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One row per scene: footprint, valid_fraction, attributes and the feature vector.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Length of the vectors</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Instead of a raster: each image of the folder, and of the folders in it, is a scene. GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files are taken.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Grid layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Polygons to use as scenes of the raster, instead of a regular grid, which the scene size makes where this is empty.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scene size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Width and height of a scene or cell, which gets one cluster, in whole pixels or in the units chosen. It should be a few times as large as the things that tell the classes apart (houses, fields, waves).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>SCAN: mined neighbors belong to one cluster, then the model teaches itself what it is sure of. SelfLabel: labels by optimal transport, for clusters of like size. DeepCluster: k-means gives the labels that the features learn. DeeperCluster: the same with k-means in two levels, distributed with Dask, for very many scenes. UIC: the model's own answers on one augmented view are the labels of another. RUC: cleans the labels of SCAN, of the default clustering or of a field by confidence and neighbors, and learns them by two networks that correct each other. Contrastive: two views of a scene are alike and unlike other scenes (SimCLR; with a queue MoCo v2). TURTLE: the labels that a line tells apart in the features of each block; takes no augmented copies, and no last blocks.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What is learned</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A linear map of the features takes minutes and cannot go far wrong. Training the last blocks too goes further, for better or worse, and wants a GPU.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Number of clusters (0: inferred)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clusters of the result. 0: as many as the default clustering (UMAP and a Dirichlet process mixture) finds in the features before anything is learned.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Epochs (0: as the method needs)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How often the scenes are gone through, in all their copies where a linear map is learned; 0 takes what suits the method.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Augmented copies</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Linear map: so often the features of each scene are made once more, with the scene turned, flipped and cropped; every other copy is cropped further and changes its colors. Time grows with it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Length of the adapted features, at most that of the model's own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes after which the weights are changed; 0 takes 256 for a linear map and 64 for the last blocks.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Highest one; it rises first and then falls along a cosine. 0 takes what suits the method.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The classifier's cosines are divided by it; small values make it surer. 0 takes what suits the method.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Epochs between reassignments</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>After so many epochs scenes are labeled anew by SelfLabel, DeepCluster, DeeperCluster and UIC; 0 takes what suits the method.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Last blocks: pixels to which scenes are resized in training, a multiple of 14 (DINOv3, DOFA: 16).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Last blocks: first blocks of the transformer that stay as they are; -1: half of them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Overclustering</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>DeepCluster and DeeperCluster: so many times more pseudo-labels than clusters are learned; k-means of the adapted features then makes the clusters. 0 takes what suits the method.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dask scheduler</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>DeeperCluster: address of a Dask scheduler, as in tcp://host:8786, whose workers can import this plugin and see its folder in the home directory under the same path. Empty: threads of this computer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sizes of clusters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>SelfLabel: clusters of equal size; or sizes that are estimated from the model's answers, half way to equal ones.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sharpness of the transport</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>SelfLabel: the larger it is, the nearer the labels are to the best ones under the constraint on sizes; small values smooth them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mined neighbors</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>SCAN: so many nearest scenes are taken to belong to the cluster of a scene. RUC: so many vote on its label.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weight of the entropy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>SCAN: how strongly clusters are kept from being unlike in size.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Confidence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>SCAN: in the last third of the epochs, scenes teach themselves whose cluster is more probable than this. RUC: labels that are more probable are credible.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Labels to clean</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>RUC: those of SCAN, which is learned first; of the default clustering (UMAP and a Dirichlet process mixture), with its number of clusters; or of a field.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Field of clusters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>RUC: field of the grid layer whose values are the clusters to clean, such as cluster or edited_cluster; scenes where it is empty or 0 have none.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Credible labels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>RUC: those more probable than the confidence, those that most mined neighbors have, or hybrid: those that are both. A field has no probabilities, and those of the default clustering are low: for these hybrid goes by neighbors alone.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keys in the queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Contrastive: 0 compares a scene with the others of its step (SimCLR). Other numbers compare it with as many of earlier steps, made by a momentum encoder (MoCo v2), which suits small steps.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Refined model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The adapted model, for the weights file of the other algorithms.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Loss of the last epoch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Labels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Points, polygons or a table without geometry, in any coordinate reference system, with a field of classes. A point labels the scene it lies in, a polygon those whose center or half it covers, and a row without a place the scene whose number is in its field scene_id.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Field of the class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Codes or names of classes. Rows without one are left out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Field of what it is not</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A class that the scene is not: 'not water' is often known sooner than what it is. A scene that is none of the classes is taken for none of them, and so are those like it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Field of the time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Of several labels of a scene the latest counts, by a date, a number or a text as 2026-05-31. Empty: by the order of the rows.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A layer in a GeoPackage that has noted its features and its schema; any layer of scenes made here will do. Empty: give the features.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The features of the scenes, made by Extract features or Cluster a raster. Empty: those that the layer has noted.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Label model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A model that Classify scenes has saved, in place of labels: nothing is learned, and its classes are found in the features of another raster.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Logistic regression: regularized, and the best on labeled scenes. Linear discriminant: classes with one common shape, which takes two labels of each. Prototypes: the mean of a class's labeled scenes stands for it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Inverse regularization</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Logistic regression: small values trust the labels less.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diffusion</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How much of a scene's features comes from the scenes that are most like it, before anything is learned: with few labels, the groups that all scenes form say more than these do. 0: features stay as they are.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diffusion: the most similar scenes that a scene takes over from.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Doubtful from</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A scene is ambiguous where its second class is so many times as likely as the first, or more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A scene whose features are less similar than that to those of every labeled scene gets no class: it is none of these. From -1 to 1; the field similarity shows what it is. Empty: every scene gets a class.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Folds</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Parts of the labels, each made of whole blocks of the map, of which one at a time is kept aside to see how right and how sure the others are there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Probabilities of all classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Adds fields member_1, member_2 and so on with the probability of each class.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Classified scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The scenes with class_code, class_name, probability, second_class, second_probability, ambiguous, and similarity to the most similar labeled scene. label and not_label are what the scene was labeled, held_out the class that the other labels give it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Label model to save</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Label models</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The model, for the features of another raster.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Labeled scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ambiguous scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Labeled scenes that were kept aside</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accuracy, cross-validated</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Expected calibration error, cross-validated</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Wanted accuracy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The accuracy that the map is to have.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Repeats</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How often labels are drawn for each point of the curve.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Points</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Numbers of labels that are tried.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Learning curve</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A row for each number of labels, of all scenes (without a class) and of those of each class: accuracy, 95 % interval, and the fitted law.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The curves, the classes and what they say.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accuracy with all labels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accuracy, lower end</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accuracy, upper end</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accuracy with endless labels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What twice as many labels bring</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Labels for the wanted accuracy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes to label</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>As many scenes are suggested, the most useful first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Most of a class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No more scenes are suggested that are taken for the same class, once there are labels of two. Empty: as many as are useful.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Least distance</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Suggested and labeled scenes are that far apart on the map at least, in the units of its reference system, so that the labels do not all lie in one corner.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The scenes by rank, with reason, and class_code, class_name, not_class, labeled_by and labeled_at to be filled in.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes suggested</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Bands that are looked at; on the command line as 4;1;2. Empty: all but alpha bands.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Training areas, in any coordinate reference system: the valid pixels whose centers they cover. Each class needs more pixels than there are bands. Where polygons overlap, the later one counts.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Field with the classes, text or codes. Whole numbers from 1 to 255 become the values in the map; otherwise classes are numbered in the order of their names. Polygons without a class are left out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Signatures</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In place of polygons: signatures of Pixel clusters or of this algorithm.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weigh classes by pixels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Larger classes are more likely, by the pixels of their signatures: for signatures of Pixel clusters. Otherwise all classes are equally likely.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reject</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pixels are rejected that lie as far from the mean of their class as only this percentage of the class's own pixels would (chi-square distribution of the Mahalanobis distance). 0: none are.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Rejected pixels become</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No data, which is 0 in the map, or a class of its own, whose value is one more than the largest class.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>GeoTIFF with the class of each pixel, 0 where there is no data, with colors and names; 8 bits up to class 255, else 16.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Probability</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>GeoTIFF with the posterior probability of the class in percent; 255 where there is no data and where pixels are rejected. Not made where it is not asked for.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Signatures used</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pixels, mean and covariance of each class, for other rasters.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Number of valid pixels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Number of rejected pixels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ISODATA splits wide clusters and merges near ones, and comes to its own number; k-means makes as many as asked for; fuzzy k-means weighs each pixel by its membership in all clusters; migrating means starts along the diagonal of the bands and goes through all pixels until few of them change.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Number of classes. ISODATA takes it as the desired number and makes between half and twice as many.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Standardize the bands</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Divide each band by its standard deviation, so that all bands count alike. Otherwise a band of large numbers counts most.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Valid pixels, drawn at random over the whole raster, that the clusters are found on. Migrating means uses all pixels, and the sample only to start.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Of ISODATA, fuzzy k-means and migrating means, which reads the whole raster in each. They end before when nothing changes any more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Smallest cluster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ISODATA: a cluster with less than this percentage of the pixels is given up.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Largest deviation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ISODATA: a cluster is split when its standard deviation along a band is larger. In standard deviations of the band where the bands are standardized, else in units of the raster. Empty: half more than as many clusters of migrating means have.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Smallest distance</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ISODATA: clusters whose means are nearer are merged, in the same units. Empty: half the distance that neighbors among as many clusters of migrating means have.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pairs merged</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share that changes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Migrating means: it ends when not more than this percentage of the pixels changes its class in an iteration.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Fuzzy k-means: exponent of the memberships. Near 1 it is as k-means; large values let clusters flow together.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>GeoTIFF with the class of each pixel, 0 where there is no data, with colors and names; 8 bits up to 255 classes, else 16.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pixels, mean and covariance of each class, with the bands and how the classes were made.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>GeoTIFF with a band for each class: its fuzzy membership in percent, 255 where there is no data. Possible for each method. Not made where it is not asked for.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes with a smaller share of valid pixels are left out; 0 keeps all. Nodata, NaN, alpha and mask bands, and what is outside the raster, are not valid.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Polygons with scene_id, row, col and valid_fraction.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes left out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>SLIC makes compact segments of about one size; Felzenszwalb large ones where the image is even and small ones where it is not.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pixels of a segment</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>SLIC: about as many pixels make a segment. For features of scenes, a few thousand.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Compactness</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>SLIC: how much nearness counts against likeness, with bands scaled to 0..1. Large values give squares, small ones ragged outlines.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scale</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Felzenszwalb: large values give large segments.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Smoothing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Standard deviation, in pixels, of the Gaussian that smooths the image first; 0: none.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Smallest segment (pixels)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Segments of fewer pixels are joined to the neighbor that is most like them. Only what has no neighbor, such as an island in nodata, stays smaller. Empty: a quarter of the pixels of a segment for SLIC, 50 for Felzenszwalb.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Segments</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Polygons with scene_id, pixels, valid_fraction (of the window around the polygon, which is what Extract features looks at) and area in square meters on the ellipsoid (in the plane of a system that has none).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Number of segments</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Polygons in any coordinate reference system; only cells with area inside them count.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scales</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Without geometry, a row for each size: size and context in pixels, and size_map and context_map in units of the raster's coordinate reference system; cells; seconds that their features take on this computer; between, apart, stability and score, which the report explains; proposed (yes or no).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The table, and the same place at each size, in one file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Proposed size in pixels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Proposed context in pixels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Number of cells at that size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Say what there is, and remove nothing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove what stopped runs have left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Features, projections and clusters that were finished when a run was stopped.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove what stopped training has left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Images and states of Fine-tune a model and of Refine a model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove compiled code and measured speeds</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>They are made again by the next run, which takes it up to a minute.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove downloaded weights</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Official DINOv2 models, in the cache of the model hub, which other programs may use, too. The next run with one of them downloads it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Older than (days)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only what was not used for so many days is removed; 0: everything.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Places that were emptied</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Bytes that were freed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Places that a running process needs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Features, projections and clusters of stopped runs: bytes now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Training that was stopped: bytes now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Compiled code, measured speeds and scales: bytes now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Downloaded weights of models: bytes now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Report on the environment and install nothing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Python to build with</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A Python 3.11 or later from which the environment is made. Empty: QGIS's own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Python of the worker</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Apply clusters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Finds the clusters of a saved cluster model on a new raster, or in features that are already extracted. Model, scaling, projection and clusters are those of the first run, nothing is fitted again, so cluster 3 means the same on both maps. Where the clusters do not fit the new raster, the log says so: many of its scenes are then unlike all that the clusters were fitted on, or have a lower probability.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Assess accuracy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Compares a map with reference labels: confusion matrix, overall, user's and producer's accuracy, F1, kappa, and accuracies and areas of the classes as they are estimated from the reference, with 95 % confidence intervals (Olofsson et al. 2014; the mapped classes are the strata). Reference labels are codes or names of the map's classes. The reference is a layer of points or polygons, a class raster, or a field of the map itself that was filled in. Each scene counts once: with several labels it takes the most frequent one, and with a tie it is left out. Clusters that have no classes yet are taken as the class that most of their labeled scenes have, and the log says how right they are where labels in other blocks of the map name them. Labels that Classify scenes has made a map of do not count; where there are no others, it is cross-validated by blocks, and said. ACC, NMI, AMI, ARI and purity do not depend on what clusters are called; for ACC, each is one class at most.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Assign classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Gives clusters their classes: the fields class_code, class_name and class_source of their scenes, in the colors of a schema. Several clusters may be of one class. Clusters are the current ones, after merges and splits. Those that are not named stay as they are, and what has no class keeps the color of its cluster. The form of a scene shows the names of the classes, so that single scenes can be corrected by hand.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Classify scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Gives every scene a class by labels of a few: five of a class are often enough. Scenes first take over features from those most like them, then a linear classifier learns the labels. The layer has the class of each scene with its probability, the second class, and ambiguous where the two are close. Probabilities are calibrated on labels that are kept aside, in whole blocks of the map, and the log says how many of these are right. All tools for classes take the layer; its clusters are the classes by their numbers. A saved model classifies the features of another raster.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Writes the classes of a map as a raster, pixel for pixel on the grid of the raster that the scenes were made of, with a color table and an attribute table (value, class, pixels and color). Where scenes overlap, the one of the highest probability counts. Values are the codes of the classes where all of them are whole numbers, else they count through the schema, so that they mean the same on all maps of it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Set up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clear the cache</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Shows what the caches hold, how much and how old it is, and empties them. A run that was stopped leaves what it had finished, so that it can go on there; once that is removed, it begins anew. What a running process needs is never touched, nor are results, or the Python environment of the worker. What stopped runs leave goes by itself when the run has been finished, after 30 days, and, the oldest first, where it is more than the limit in Settings &gt; Options &gt; RS DeepCluster (20 GB if nobody has changed it).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cluster features</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Finds clusters in an embedding made by Project features and writes the scenes as a styled layer: cluster (from 1, by falling size), probability, second_cluster and second_probability, ambiguous (the second is more than half as likely as the first), exemplar_rank, umap_x and umap_y.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cluster report</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Writes one HTML file about a cluster layer, to look at in any browser, to print and to hand on: map, legend and sizes, the most typical scenes of every cluster as pictures, the embedding to move around in, the levels that hold side by side, the merge tree, the most ambiguous scenes, the settings of the run with the command that repeats it, and the history of edits. Nothing is fetched from elsewhere. Edited clusters and classes are shown where the layer has any.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Start here: cluster a raster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Makes a map of clusters of a raster without any labels: cuts it into scenes, turns each into features with a DINOv2 vision transformer, projects them with UMAP, and clusters them with a Dirichlet-process Gaussian mixture that infers the number of clusters. The result is a styled grid with cluster (from 1, by falling size), probability, second_cluster and second_probability, ambiguous (the second is more than half as likely as the first), exemplar_rank, umap_x and umap_y. A run that was stopped goes on where it was when it is started again with the same inputs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Writes a row for each current cluster: how many scenes, what share and what area it has, how sure its scenes are, the cluster that is most like it, its exemplars, and what the bands of the raster are below it. Fill in class_code or class_name, in QGIS or in a spreadsheet, and give the table to Assign classes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Compare features</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Finds the scenes that have changed between two dates, by features of the same grid made in the same way. Features differ on two dates everywhere, for light, season and sensor. So each scene is compared with what became of the scenes that looked like it: the score is how far it is from the middle of these on the other date, in their own spread, both ways. Scenes that have changed themselves count for nothing in that, which is found in a few rounds. The threshold is where a mixture of two groups parts, and where the scores are not of two groups, the log says so and no scene is marked. With two cluster layers of these scenes, changes are named by their classes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Compare maps</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Compares two maps of classes or clusters, of two dates or made with two settings: a map of change, the change matrix in scenes and hectares, and how far the maps agree. Scenes of one grid are compared one by one; otherwise each scene of the second map is compared with that of the first in which its center lies. Clusters of two maps that were made separately have numbers of their own: they are matched one to one so that most scenes agree, and a scene has changed where its clusters are not such a pair.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dissolve classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Merges the scenes of each class to polygons, with their area, in the colors of the classes. Where scenes of different classes overlap, the one of the highest probability keeps the place, so that the polygons do not overlap. They end where the raster ends.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Evaluate features</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Measures how well a model's features tell the classes of a labeled folder of images apart, to find the model that suits the imagery before clustering. k-NN: each scene takes the class of its 20 nearest neighbors. Linear probe: logistic regression; both in 5 folds. Few-shot: 1, 5 or 20 scenes of each class are known, and the others take the class they are nearest to. Features are centered and L2-normalized first, and the model is not trained. The report shows which classes are confused, with pictures. On request each block of the model is measured by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Extract features</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Turns each scene of a raster into a feature vector with a DINOv2 vision transformer and writes them to a GeoParquet file with the scenes' footprints. A run that was stopped goes on where it was when it is started again with the same inputs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Find similar scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Finds the scenes that are most like examples: selected scenes of a cluster layer, scenes that an expression chooses, or scenes by their ids. Similarity is the cosine between features, centered and normalized as for clustering, from 1 (alike) over 0 (no more alike than any two) to -1. The search is exact and reads the features block by block, so that the file may be of any size. The examples themselves are left out, and so is what is more like a counterexample than like them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Fine-tune model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Teaches a model to tell the classes of labeled scenes apart, so that its features suit such imagery. The scenes come from a folder that holds one folder of images for each class, from a raster with labeled polygons, or from both. The classes need not be those that are looked for later: the model's features transfer to others. The new model is given to the other algorithms as the weights file. With other than three bands it becomes a model of that many bands; without the blocks after the last one chosen, it is smaller and faster. A run that was stopped goes on after its last epoch when it is started again with the same settings. On two processor cores, 1,000 scenes take about 45 seconds for each epoch.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Folder to features</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Turns each image of a folder, and of the folders in it, into a feature vector: one scene per image. Georeferenced images get their footprint; plain images have none, but their clusters come back in a table with the file names. Images that cannot be read are left out and named in the log.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Import embeddings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Turns embeddings that another program has computed into a features file, which all algorithms that take features work on: projection, clusters, similar scenes, reports. They come in a table (GeoParquet or GeoPackage) that has a vector for each polygon or point, as those of Clay, Earth Index or Major TOM; or in a raster with a band for each number, as AlphaEarth's and TESSERA's, whose pixels are averaged over cells or polygons. Tables are read block by block and may be larger than memory. Scenes whose vector is missing, not of numbers, or 0 get no features.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Draws accuracy against the number of labels: some of the labels classify others, which lie in blocks of the map that are kept aside, so that neighbors do not answer for each other. It says what twice as many labels would bring, how many the wanted accuracy takes (an inverse power law, with its 95 % interval), and when more of them hardly help. Each class has a curve of its own: the worst ones are those to label next. Labels and method are those of Classify scenes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pixels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Maximum likelihood</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Classifies the pixels of a raster by maximum likelihood, with a Gaussian of full covariance for each class. The classes come from labeled polygons, or from the signatures that Pixel clusters or an earlier run of this algorithm wrote.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Merge clusters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Makes one cluster of several: of those that are named, of those that the merge tree puts together at a level, or of those whose features are alike. The result is in the field edited_cluster; the field cluster stays as it was found. Scenes that got their class with their cluster get the class of the cluster that they are in now; those corrected singly keep theirs. A level of the tree starts again from the clusters as they were found: it replaces earlier merges, splits and moves, and Undo last edit brings them back.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pixel clusters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Classifies the pixels of a raster by their values alone, without labels: ISODATA, k-means, fuzzy k-means or migrating means. It writes a raster of classes, numbered by falling size, and their signatures, which Maximum likelihood takes. Rasters of any size are read block by block.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Project features</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Centers and L2-normalizes features and projects them onto few dimensions with UMAP or PCA, in which clusters can be found. The projector that is kept places new scenes in the same embedding. Beyond 20,000 scenes a sample is fitted and the others are placed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reassign scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Corrects single scenes: those that are selected in the layer, listed, found by an expression or inside polygons are moved to a cluster or get a class. Choose the scenes in one of these ways, and either a cluster or a class. A scene that is moved to a cluster gets its class as well. A class that is given to single scenes stays when their cluster gets another class, and smoothing does not change it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Redo last undone edit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Does again what Undo last edit took back, as long as no other edit came in between. Values that were changed by hand since then stay as they are.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Refine model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Adapts a model to a raster, or to a folder of images, without any labels: the scenes are clustered, and the model learns from the clusters, in turns (deep clustering). What comes out is a model file for the weights file of the other algorithms, the scenes' features by it, and the scenes' clusters as a styled layer, a table for images without a place. In the layer, umap_x and umap_y are the first two principal axes of the adapted features. Learning a linear map looks at each scene in a few augmented copies, whose features are made once, and takes minutes for 3,000 scenes on two processor cores; learning the last blocks as well takes as long for each epoch as Fine-tune model does. A run that was stopped goes on when it is started again with the same settings.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scene grid</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cuts a raster into scenes: polygons on one regular grid whose corners lie exactly on pixel corners, with the share of valid data in each.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class schema</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Opens a class schema, which is the codes, names and colors that a map is to have: one that comes with the plugin, or a file of your own, which is checked. The table can be edited in QGIS and given to the algorithms that take a schema.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Segment scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Divides a raster into segments of alike pixels, in place of squares: polygons along pixel edges that cover all valid pixels without gaps. Extract features takes them as its grid. Rasters of any size are read block by block, and no segment ends where a block does.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Set up the worker</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Builds the Python environment in which RS DeepCluster does its work (torch, UMAP, scikit-learn and others), in a folder of its own under your home folder. QGIS's own Python is not touched. About 2 GB are downloaded and unpacked once. Where the environment exists already, it is only checked. The log ends with a report that can be copied into a bug report.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Smooth classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Gives each scene the class that has the most weight in its neighborhood, where a scene weighs as much as its probability, and dissolves groups that are smaller than a minimum mapping unit. Where its own class has as much weight as another one, a scene keeps it. On a grid of scenes the neighbors are those around; other polygons, such as segments, are neighbors where they share a border, and count by its length. Scenes that were corrected singly do not change and weigh 1, and scenes without a class or cluster stay without. Clusters go into the field edited_cluster; classes that change are marked as smoothed in class_source.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Split cluster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clusters the scenes of one cluster again by themselves; all other scenes stay as they are. The largest part keeps the number of the cluster, the others get new numbers, which no cluster has had before. The result is in the field edited_cluster; the field cluster stays as it was found. The parts keep the class of the cluster, until they get others.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Suggest labels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Suggests the scenes whose labels would help most. Without labels these are typical scenes of all groups that the features form. Later they are those of which the classes are in doubt, around which there are many, and which are unlike all that are labeled or suggested already. The layer has empty fields for the class, or for what a scene is not, and its form fills in who labeled it and when: give it to Classify scenes as the labels, and to this tool again for the next ones (QGIS's Merge vector layers puts several rounds into one).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Suggest scale</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Looks at a sample of windows of a raster at each size of cells that gives at least 500 of them and at most 50,000, and proposes one with its context: the one that Cluster a raster, Extract features and Scene grid take where they are given no size. The table says what was measured at each size; the report also shows the same place at each, with the cells in the colors of a quick clustering.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Undo last edit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Takes back the last edit of a cluster layer: an assignment of classes, a merge, a split, a correction or a smoothing. Run again, it takes back the one before. Values that were changed by hand since then stay as they are. The edits are listed in the table rs_deepcluster_history of the GeoPackage.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Validation sample</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Draws scenes at random from each class of a map, for you to look at and label: fill in the field reference, then give the layer to Assess accuracy. How many: as given, or as many as overall accuracy needs for a standard error (Olofsson et al. 2014, equation 13). The scenes are in random order, and the form hides what the map says of them, so that it can't sway you. The field weight says how many scenes of its class each one stands for.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The schema that classes are chosen from</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add a class to the schema</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add a class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Filter classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>From a file …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Schemas (*.csv *.json *.qml *.clr *.txt)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{}: drag it onto clusters, or press Enter or its key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The schema with the new class is {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{}: drag it onto clusters, or press Enter</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{} (of the layer)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes without a cluster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>none</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cluster {}: drag it onto another to merge the two</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>p</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Wait until what is running has ended, or cancel it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Turn on the provider RS DeepCluster in the options of Processing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It failed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Detail: number of clusters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Detail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer does not note the tree in which its clusters merge.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Fewer or more clusters, along the tree in which they merge (1 to {})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>coarse</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>balanced</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>fine</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Marked are the levels that hold: {}. Page Up and Page Down go to them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>To &amp;cluster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>New cluster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>To c&amp;lass</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Zoom to selected scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Select the clusters to merge: two or more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Select the cluster to split: one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Select scenes to find similar ones of.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Select clusters or scenes that are to have the class.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer does not note its raster, so there are no pictures of scenes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{} cannot be opened, so there are no pictures of the scenes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The raster {} is not there any more: put it beside the GeoPackage to see the scenes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Load training samples</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Take a file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A point labels the scene that it lies in, a polygon those whose center or half it covers, and a row without a place the scene whose number is in its field scene_id. What is loaded counts as the latest label of a scene.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Separability of the classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{} of {} labels in blocks of the map that are kept aside are told right by the others ({:.0%}). Rows are labels, columns what they are taken for.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reading the features</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>1 scene</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Labeled {} as not {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Labeled {} as {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{:,} of them had another label, which is kept: the latest counts.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove labels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer has noted no features that are still there, and labels are learned from them. Cluster the scenes again with a file for their features.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Select labeled scenes: of these the labels are removed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The features that the layer has noted are of other scenes. Extract them again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Is</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Is &amp;not</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There are no classes yet: label scenes of two classes at least.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Wait a moment until the map has followed the last label.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Classes by {:,} labels for {:,} scenes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source> {:,} that were corrected one by one stay as they were.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{:,} scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Removed {:,} labels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Select 1 to {:,} scenes that are to have the label.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There are labels of classes that {} does not have: {}. Choose the classes of the layer, or delete these samples.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{:,} labels that have changed since were left alone.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{:.0%} of {:,} labels are right by the others, in blocks kept aside.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Merge into</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Rename a class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save training samples</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>GeoPackage (*.gpkg);;GeoJSON (*.geojson);;CSV (*.csv)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Rename …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Color …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Select their scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Delete</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Load …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sa&amp;ve as …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Separa&amp;bility …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Renamed the class {} to {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Recolored the class {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The schema of the layer does not have this class. Choose its classes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Wait a moment until the samples are loaded.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no table yet: label two scenes of two classes at least.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Loaded {:,} labels from {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Merged the samples of {} into {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Deleted the samples of {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Saved {:,} labels in {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Training samples</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Select scenes and press the key of a class, or click on it: a few scenes of each class are often enough. Shift and the key say that they are not of it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Samples</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Merge, rename, recolor, delete, load and save training samples</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lowest probability of the class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes that are less likely of the current class than that get none</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Classes that have labels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Labeled scenes, and those that are labeled as not of the class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes that are taken for the class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Of the labels in blocks of the map that are kept aside, how many are right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{} is also taken for: {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>p ≥ {} %</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The worker met an error that it does not know ({}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>map units</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>pixels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not set</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source> = {} pixels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source> GB</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>no limit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A run that begins removes what stopped runs have left, the oldest first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clear the cache...</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Most that stopped runs may leave</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The cache holds</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Undo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Redo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Merge</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Merge the selected clusters (M), into the one that was clicked last</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Split</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cluster the scenes of the selected cluster again, into parts (S)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Similar</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Select the scenes that are most similar to the selected ones (F)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Move</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Move the selected scenes to another cluster or class (C)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Move selected scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Apply</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write the classes that follow from the labels into the layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source> parts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>any parts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Number of similar scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Work on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What you work on, which the map and the embedding are colored by: clusters, their classes, or labels of single scenes, from which the classes of all others follow</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Label next</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In doubt</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Labeled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes to look at</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scenes to look at, where none are selected elsewhere</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>give the class with this key to the selected clusters or scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>give the class; in the other parts, zoom to the selected scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>merge the selected clusters, into the one clicked last</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>split the selected cluster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>move the selected scenes to a cluster or a class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>label the selected scenes with the class; so does a click on it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Shift+1-9</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>label them as not of the class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>go to the next scene that is worth a look</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Delete</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>remove the labels of the selected scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>zoom to the selected scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>find similar scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>undo, redo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>select nothing; at the slider, leave the clusters as they are</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>at the slider, go to the next number that is marked</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Drag</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>clusters onto another to merge them, a class onto clusters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In the embedding</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>lasso with the left button; Shift adds, Ctrl takes away</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>wheel, +, - zoom; middle button, Space or arrows move; Home shows all</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>select nothing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Embedding of the scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer has no embedding (umap_x, umap_y).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Select a cluster layer in the Layers panel: one that Cluster a raster, Cluster features or Apply clusters has written to a GeoPackage.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No cluster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scene {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The layer '{}' is not in a GeoPackage, where edits are kept: save it as one (Export &gt; Save Features As) and select that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cluster {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clusters {}: {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cluster {}: {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Thumbnails of scenes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All clusters: {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cluster workbench</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source> in the filter of the layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Undo (Ctrl+Z): {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Redo (Ctrl+Y): {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{:,} scenes, {} clusters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{:,} scenes, {:,} labeled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>, {:,} selected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>nothing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Freed {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>raster layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>vector layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>several layers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>bands</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>yes or no</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>one of</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>text</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>expression</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>extent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>coordinate reference system</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>vector layer or table</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>raster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>whole number</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>number</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Parameters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Advanced parameters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Results</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>polygon layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>optional</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>field of {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{} from {} to {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{} of at least {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{} of at most {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>On the command line</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>default {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>required</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>file {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The style was not stored with the layer: {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Description</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Parent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Unassigned</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No class yet ({})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Unchanged</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not compared</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not labeled yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Other changes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scene</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Row</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Valid fraction</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Subcluster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Edited cluster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class from</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Second cluster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Second probability</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ambiguous</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Exemplar rank</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Embedding x</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Embedding y</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Area (m²)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mean probability</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nearest cluster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Distance</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Rank</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Why</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Gain</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not this class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Labeled by</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Labeled at</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Second class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Label</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Labeled as not</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class by other labels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The style was not stored: {} could not be opened.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No cluster ({})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Unassigned ({})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Unchanged (below {:.2f})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cluster {} ({})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cluster at level {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Python interpreter of the worker (empty: find it)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Most that stopped runs may leave in the cache (GB; 0: no limit)</source>
            <translation type="unfinished" />
        </message>
    </context>
</TS>
