"""The search on columns of numbers: it knows no claim, only steps that are open and what they cost.

- `terrain`: the steps as they are to one traveller, and a question about them
- `best`: the best routes, and the undominated ones; `walk`: all of them
- `labelling`: label setting, with bounds from the goals backwards; its inner loops are in `kernel`
- `shortest`: costs that simply add up, packed into one; its inner loops are in `adding`
- `compiled`: the loops as machine code or as they stand; `workroom`: the columns they work with
"""
