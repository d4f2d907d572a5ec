import { TroupeError } from '../../core/base/errors';

/** At the engine's edge. @throws TroupeError INPUT_INVALID */
export function expectInput(holds: boolean, message: string, fix: string): void {
	if (!holds) throw new TroupeError({ code: 'INPUT_INVALID', message, fix });
}

/** Whole milliseconds, as far as a date reaches. */
export const isDuration = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 8.64e15;
