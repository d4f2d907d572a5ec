import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lt, valid } from 'semver';
import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import { fillFile } from '../../../core/templates/fill-file';
import type { ParameterValues } from '../../../core/templates/parameter-values';
import { installedFile } from '../../../core/templates/parse-template';
import type { Template, TemplateFileKind } from '../../../core/templates/template';

export interface Installation {
	template: string;
	version: string;
	from: string;
	values: ParameterValues;
	/** SHA-256 of each file as written, in hex, by path. */
	files: Record<string, string>;
}

/**
 * `create`, `replace`: written. `same`: unchanged. `keep-own`: only a person changed it. `keep`: both changed it, so the new file goes beside it.
 * Files no longer in the template are removed unless a person changed them.
 */
export type FileAction = 'create' | 'replace' | 'same' | 'keep-own' | 'keep' | 'remove' | 'keep-removed';

export interface PlannedFile {
	path: string;
	action: FileAction;
	kind?: TemplateFileKind;
	content?: string;
}

/** Undefined if the folder has none. @throws TroupeError INPUT_INVALID */
export function readInstallation(folder: string): Installation | undefined {
	const path = join(folder, installedFile);
	if (!existsSync(path)) return undefined;
	try {
		const { template, version, from, values, files } = JSON.parse(readFileSync(path, 'utf8')) as Installation;
		if ([template, version, from].every((text) => typeof text === 'string') && isObject(values) && isObject(files))
			return { template, version, from, values, files };
		throw new Error('a field is missing');
	} catch (cause) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${path} cannot be read: ${getErrorMessage(cause)}.`,
			fix: 'Restore the file, or remove it: the template is then installed as if for the first time, and files that differ are refused.',
			cause,
		});
	}
}

export const isOlder = ({ version }: Pick<Template, 'version'>, earlier: Installation | undefined): boolean =>
	earlier !== undefined && valid(earlier.version) !== null && lt(version, earlier.version);

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Writes nothing. */
export function planFiles(template: Template, values: ParameterValues, folder: string, earlier?: Installation): PlannedFile[] {
	const files = template.files.map((file): PlannedFile => {
		const content = fillFile(file, values);
		return {
			path: file.path,
			kind: file.kind,
			content,
			action: decide(hashFile(folder, file.path), hash(content), earlier?.files[file.path]),
		};
	});
	const named = new Set(template.files.map(({ path }) => path));
	const gone = Object.entries(earlier?.files ?? {}).filter(([path]) => !named.has(path) && isSafe(path));
	return [
		...files,
		...gone.flatMap(([path, sha256]): PlannedFile[] => {
			const found = hashFile(folder, path);
			return found === undefined ? [] : [{ path, action: found === sha256 ? 'remove' : 'keep-removed' }];
		}),
	];
}

/** A first installation overwrites no foreign file. @param where the folder, as people know it @throws TroupeError INPUT_INVALID */
export function refuseForeign(where: string, plan: readonly PlannedFile[], fix: string): void {
	const foreign = plan.filter(({ action }) => action === 'keep').map(({ path }) => path);
	if (foreign.length === 0) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${where} has other files of the same names: ${foreign.slice(0, 5).join(', ')}.`,
		fix,
		details: { folder: where, files: foreign.slice(0, 50) },
	});
}

export function toWrites(
	folder: string,
	plan: readonly PlannedFile[],
): { writes: Array<{ path: string; content: string }>; removals: string[] } {
	const place = (path: string) => join(folder, ...path.split('/'));
	const written = plan.filter(({ action, content }) => content !== undefined && action !== 'same' && action !== 'keep-own');
	return {
		writes: written.map(({ path, action, content }) => ({ path: place(path) + (action === 'keep' ? '.new' : ''), content: content! })),
		removals: plan.filter(({ action }) => action === 'remove').map(({ path }) => place(path)),
	};
}

/** Anybody can write this record, so its paths are not trusted. */
const isSafe = (path: string): boolean => !path.split(/[/\\]/).some((part) => part === '' || part.startsWith('.'));

function decide(found: string | undefined, wanted: string, written: string | undefined): FileAction {
	if (found === undefined) return 'create';
	if (found === wanted) return 'same';
	if (found === written) return 'replace';
	return wanted === written ? 'keep-own' : 'keep';
}

export function toInstallation(
	{ id, version }: Template,
	from: string,
	values: ParameterValues,
	plan: readonly PlannedFile[],
): Installation {
	const files = plan.filter(({ content }) => content !== undefined).map(({ path, content }) => [path, hash(content!)]);
	return { template: id, version, from, values, files: Object.fromEntries(files) as Record<string, string> };
}

const hash = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

function hashFile(folder: string, path: string): string | undefined {
	const whole = join(folder, ...path.split('/'));
	return existsSync(whole) ? hash(readFileSync(whole)) : undefined;
}
