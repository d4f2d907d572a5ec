import type { Problem } from '../../api/problem';

const codes = ['RUN_ALREADY_RESUMED', 'STATE_CONFLICT', 'USER_TASK_NOT_FOUND', 'PLAN_NOT_FOUND', 'RESOURCE_NOT_FOUND', 'RUN_STATE_INVALID'];

export const isOver = ({ status, code }: Problem): boolean => (status === 409 || status === 404) && codes.includes(code);

/** Returns whether a refusal may mean that another person was faster; the item itself tells. */
export const mayBeOver = ({ status }: Problem): boolean => [400, 404, 409].includes(status);
