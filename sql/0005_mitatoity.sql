-- What the comment of the column said no longer holds: a plan whose study
-- right Koski does not know is flagged and stays readable (contract: api.md
-- 6.2).
COMMENT ON COLUMN ehoks.opiskeluoikeus.mitatoity IS
    'Since when Koski no longer knows the study right: the plan is an orphan. '
    'The row stays, because the plan and its history refer to it. NULL: Koski '
    'knows it';
