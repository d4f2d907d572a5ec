import { TroupeError } from '../../../core/base/errors';
import type { EvaluationSet, PublishableSet } from '../../../core/evaluation/cases/evaluation-set';
import { parseSetDocument } from '../../../core/evaluation/cases/parse-evaluation-set';
import { packRecordings, unpackRecordings } from '../../../core/evaluation/traffic/pack-recordings';
import { readDocument } from '../../../core/evaluation/cases/read-document';
import { isPath } from './run-set';
import { readRecordings, recordingsFileOf } from './recordings-file';

const maxCharacters = 160_000;

/** Packs the recordings beside a set into it. @throws TroupeError INPUT_INVALID */
export async function readPublishableSet(text: string, path: string): Promise<PublishableSet & { content: string }> {
	const { value } = await readDocument(text, path);
	const problems = await checkPublishableSet(value, path);
	if (problems.length > 0) throw unpublishable(path, problems);
	const set = value as EvaluationSet & PublishableSet;
	const recordings = set.recordings ?? (await packBeside(path));
	const content = JSON.stringify({ ...set, ...(recordings && { recordings }) });
	if (content.length > maxCharacters)
		throw unpublishable(path, [`with its recordings it has ${content.length} characters; the max is ${maxCharacters}`]);
	return { id: set.id, version: set.version, purpose: set.purpose, content };
}

/** @throws TroupeError INPUT_INVALID if it is not a set */
export async function checkPublishableSet(value: unknown, where: string): Promise<string[]> {
	const set = await parseSetDocument(value, where);
	if (set.recordings) await unpackRecordings(set.recordings, where);
	const missing = (['id', 'version', 'purpose'] as const).filter((field) => set[field] === undefined);
	const paths = [set.agent, ...set.cases.map(({ agent }) => agent)].filter((agent) => typeof agent === 'string' && isPath(agent));
	return [
		...missing.map((field) => `${field} is missing`),
		...paths.map((path) => `agent is a path, ${JSON.stringify(path)}, which other machines do not have: name an id, such as support@^1.2`),
	].slice(0, 10);
}

async function packBeside(path: string) {
	const recordings = await readRecordings(recordingsFileOf(path));
	return Object.keys(recordings.cases).length > 0 ? packRecordings(recordings) : undefined;
}

const unpublishable = (path: string, problems: string[]) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${path} cannot be published: ${problems.join('; ')}.`,
		fix: 'Correct these fields. Split a set that is too large into several.',
		details: { problems },
	});
