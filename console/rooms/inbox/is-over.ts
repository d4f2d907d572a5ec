import type { Problem } from '../../api/problem';

const codes = ['RUN_ALREADY_RESUMED', 'RUN_TAKEN', 'STATE_CONFLICT', 'USER_TASK_NOT_FOUND', 'RESOURCE_NOT_FOUND', 'RUN_STATE_INVALID'];

/** Whether somebody else was faster, or nothing waits any more. */
export const isOver = ({ status, code }: Problem): boolean => (status === 409 || status === 404) && codes.includes(code);
