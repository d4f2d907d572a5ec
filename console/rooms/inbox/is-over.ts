import type { Problem } from '../../api/problem';

const codes = ['RUN_ALREADY_RESUMED', 'STATE_CONFLICT', 'USER_TASK_NOT_FOUND', 'PLAN_NOT_FOUND', 'RESOURCE_NOT_FOUND', 'RUN_STATE_INVALID'];

/** Returns whether an item that was read waits no more. */
export const isOver = ({ status, code }: Problem): boolean => (status === 409 || status === 404) && codes.includes(code);

/** Returns whether a refused act may mean that somebody else was faster; the item itself says it. */
export const mayBeOver = ({ status }: Problem): boolean => [400, 404, 409].includes(status);
