import { TroupeError } from '../../../core/base/errors';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readListSetting } from '../../../core/base/settings/settings';
import { roles, widen } from '../scopes';

export interface KeyLifetimes {
	every?: number;
	/** Limit for keys with more than the role editor. */
	privileged?: number;
}

const dayMs = 86_400_000;
/** A shorter-lived key is useless. */
export const minKeyMs = 60_000;

/** Whole milliseconds, as in stores. @param days also a part of one, or Infinity */
export const daysToMs = (days: number): number => Math.round(days * dayMs);

const ofEditor = new Set<string>(roles.editor);
const isPrivileged = (scope: string): boolean => !ofEditor.has(widen(scope));

/** Infinity without a limit. */
export const findMaxDays = (scopes: Iterable<string>, { every = Infinity, privileged = Infinity }: KeyLifetimes): number =>
	[...scopes].some(isPrivileged) ? Math.min(every, privileged) : every;

/** Reads lifetimes such as `90,privileged=0.5`. @throws TroupeError INPUT_INVALID */
export function readKeyLifetimes(environment?: Environment): KeyLifetimes {
	const parts = (readListSetting('TROUPE_KEY_MAX_DAYS', environment) ?? []).map((part) => {
		const [, isOfPrivileged, days] = /^(privileged\s*=\s*)?(\d{1,4}(?:\.\d{1,6})?)$/.exec(part) ?? [];
		if (days === undefined || daysToMs(Number(days)) < minKeyMs) throw wrong(part);
		return { [isOfPrivileged === undefined ? 'every' : 'privileged']: Number(days) };
	});
	return Object.assign({}, ...parts) as KeyLifetimes;
}

const wrong = (part: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `TROUPE_KEY_MAX_DAYS contains ${JSON.stringify(part.slice(0, 64))}.`,
		fix: 'Write days for each key, for those allowed more than the role editor, or both, with a comma between them: 90,privileged=0.5.',
	});
