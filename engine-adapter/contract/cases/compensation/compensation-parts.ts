import { compensate, throwOf, undone } from '../../event-parts';
import { type ModelPart, serviceTask } from '../../model-builder';

/** The tasks with a handler each. */
export const tasks = (...ids: string[]): ModelPart[] => ids.flatMap((id) => undone(serviceTask(id), serviceTask(`undo-${id}`)));

export const throwing = throwOf('throw', compensate());
export const after = serviceTask('after');
export const threeItems = { inputCollection: '=[1, 2, 3]', inputElement: 'item' };
