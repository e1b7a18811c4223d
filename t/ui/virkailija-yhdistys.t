#!/bin/sh
# The test itself is virkailija-yhdistys.mjs.
exec "${0%/*}/lib/run" "$0"
