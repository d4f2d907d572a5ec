import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { revisionsOfVersion } from '../../bpmn/templates/n8n/generate-template';
import type { NodeTemplate } from '../../bpmn/templates/n8n/template-document';
import { TroupeError } from '../../core/base/errors';
import { makeFolder, replaceFile } from '../terminal/replace-file';

/** A template for a folder, and the one that has its place now. That one is kept. */
export interface PlannedTemplate {
	path: string;
	template: NodeTemplate;
	earlier?: { path: string; template: NodeTemplate };
}

/**
 * Decides what writing a template changes in a folder: a new template takes the next version, so that models keep the form they were made with
 * until a person updates them.
 * @returns undefined if the folder has it already
 * @throws TroupeError INPUT_INVALID if the folder has one of a newer version of the node, or a file that is not a template
 */
export function planTemplate(folder: string, name: string, generated: NodeTemplate): PlannedTemplate | undefined {
	const path = join(folder, `${name}.json`);
	const present = readTemplate(path);
	if (!present) return { path, template: generated };
	if (isDeepStrictEqual({ ...present, version: 0 }, { ...asWritten(generated), version: 0 })) return undefined;
	if (versionOf(present) > versionOf(generated)) throw olderNode(path, present, generated);
	const version = Math.max(generated.version, present.version + 1);
	const earlier = { path: join(folder, 'versioned', `${name}-${present.version}.json`), template: present };
	return { path, template: { ...generated, version }, earlier };
}

/** Writes the earlier version first: a person who stops the command loses none. */
export function writeTemplate({ path, template, earlier }: PlannedTemplate): void {
	for (const one of earlier ? [earlier, { path, template }] : [{ path, template }]) {
		makeFolder(dirname(one.path));
		replaceFile(one.path, `${JSON.stringify(one.template, null, '\t')}\n`);
	}
}

/** The version of the node, in tenths: n8n counts its small changes in tenths. */
const versionOf = ({ version }: NodeTemplate): number => Math.floor((version * 10) / revisionsOfVersion);

const asWritten = (template: NodeTemplate): NodeTemplate => JSON.parse(JSON.stringify(template)) as NodeTemplate;

function readTemplate(path: string): NodeTemplate | undefined {
	if (!existsSync(path)) return undefined;
	try {
		const template = JSON.parse(readFileSync(path, 'utf8')) as NodeTemplate;
		if (Number.isInteger(template.version) && Array.isArray(template.properties)) return template;
	} catch (cause) {
		if (!(cause instanceof SyntaxError)) throw cause;
	}
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${path} is not an element template.`,
		fix: 'Move the file away, or choose another folder with --into.',
	});
}

const olderNode = (path: string, present: NodeTemplate, generated: NodeTemplate) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${path} was made from version ${versionOf(present) / 10} of the node, but this n8n has ${versionOf(generated) / 10}.`,
		fix: 'Use the newer n8n (--from), or another folder (--into).',
	});
