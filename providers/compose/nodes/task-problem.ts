import { TroupeError } from '../../../core/base/errors';

export const taskProblem = (message: string, fix: string): TroupeError => new TroupeError({ code: 'INPUT_INVALID', message, fix });
