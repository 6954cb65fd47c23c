"""How Sphinx builds the documentation site; `make docs` calls it."""

project = "RS DeepCluster"
author = "the RS DeepCluster developers"
copyright = author
extensions = ["myst_parser"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = project
html_logo = html_favicon = "provider.svg"
html_theme_options = {"sidebar_hide_name": False}
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_last_updated_fmt = None
pygments_style = "default"
