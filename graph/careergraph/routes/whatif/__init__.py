"""What if: the search turned round, from one route to all that a change or a role opens.

`leverage` finds the one credential, skill or waived degree that opens the most roles, `gateways`
the roles through which the ways lead, and who can rise through them to where.
"""
