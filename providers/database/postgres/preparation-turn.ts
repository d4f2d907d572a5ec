/**
 * Takes the turn to create schemas and roles, until the transaction ends: two processes that create the same one at the same time would fail.
 */
export const takePreparationTurn = 'select pg_advisory_xact_lock(7477301944)';
