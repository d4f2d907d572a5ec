import { TroupeError } from '../../../core/base/errors';

/** Creates the error for a task that a person has to change. */
export const taskProblem = (message: string, fix: string): TroupeError => new TroupeError({ code: 'INPUT_INVALID', message, fix });
