"""Evolution: workspaces that live through random histories, and what holds after each step of one.

machine.py draws the steps, history.py takes them and judges each; shop.py is the blueprint with
its changes, edits.py what a person does to files, lines.py which lines are theirs, needs.py what is
left to them. The templates of two versions are small: a file of each owner and kind of node.
`python -m tests.evolution.mutations` breaks the engine on purpose, and the machine has to see it.
"""
