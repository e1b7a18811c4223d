#!/bin/sh
# The test itself is virkailija-lomake.mjs.
exec "${0%/*}/lib/run" "$0"
