import { isWaiting } from '../people/find-waits';

const of = (table: string) => `FROM ${table} WHERE ${table}.tenant = conversation.tenant AND ${table}.conversation = conversation.id`;

/** A condition on a row of `conversation`: its customer waits for somebody, or something still has to be sent to them or to a desk. */
export const isPending = `(${isWaiting} OR EXISTS (SELECT 1 ${of('outgoing')} AND (outgoing.waits = 1 OR outgoing.state = 'held'))
	OR EXISTS (SELECT 1 ${of('desk_write')} AND desk_write.waits = 1))`;
