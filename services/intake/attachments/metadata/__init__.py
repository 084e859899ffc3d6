"""
Pictures without what they tell about who took them, where and when.

For each kind a function looks at the file's own structure and returns `Edit`s: what to
leave out or overwrite. No pixel is decoded or encoded again, so none changes, and memory
does not grow with the picture. Only what is on the list of parts that make up the picture
stays; the orientation stays too, or a photo would stand on its side.
"""
