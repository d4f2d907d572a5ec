import { catchEventBehavior } from './catch-event';

/** BPMN 2.0, 13.3.3: a receive task waits for its message as a catch event does. */
export const receiveTaskBehavior = catchEventBehavior;
