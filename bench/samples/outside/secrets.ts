import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type * as goSamples from '../../../scripts/lib/go-samples.mjs';
import { readJsonLines } from '../read-lines';

/** A text from the tests of another project, and the secrets in it; none in a counter-example. */
export interface OutsideSecret {
	source: string;
	rule: string;
	text: string;
	/** If it is empty, the tests do not say where the secret is. */
	secrets: string[];
	isSecret: boolean;
	/** Rules are mended on some texts and measured on others. Whoever mends does not look at the measured ones. */
	use: 'tuned' | 'measured';
}

interface SecretSource {
	kind: string;
	/** As the module states it. */
	licence: string;
	module: Omit<Parameters<typeof goSamples.ensureGoSamples>[0], 'progress'>;
	/** Default: halves, by the hash of a rule's name. */
	use?: OutsideSecret['use'];
}

const recorders = 'bench/samples/outside/recorders';
const detectAll = 'func (e *DetectionEngine) detectAll(data []byte) []Secret {';
const scan = 'detectedSecrets, err := detector.Scan(test.Input)';

/** Detectors of secrets by other authors, with tests of their own. Nothing of them is part of this repository. The split was made before any text was read. */
const sources: SecretSource[] = [
	{
		kind: 'gitleaks',
		licence: 'MIT',
		module: {
			module: 'github.com/zricethezav/gitleaks/v8',
			version: 'v8.30.1',
			recorder: `${recorders}/gitleaks.go`,
			place: 'cmd/generate/config/utils/validate.go',
			folder: 'cmd/generate/config',
			command: ['run', '.', '/dev/null'],
		},
	},
	{
		kind: 'osv-scalibr',
		licence: 'Apache-2.0',
		module: {
			module: 'github.com/google/osv-scalibr',
			version: 'v0.5.3',
			recorder: `${recorders}/osv-scalibr.go`,
			place: 'veles/record.go',
			patch: {
				file: 'veles/detect.go',
				before: detectAll,
				after: `${detectAll}\n\tsecrets := e.detectEach(data)\n\trecord(data, secrets)\n\treturn secrets\n}\n\n${detectAll.replace('detectAll', 'detectEach')}`,
			},
			folder: '.',
			command: ['test', '-count=1', './veles/secrets/...'],
		},
	},
	{
		kind: 'secret-detector',
		licence: 'Apache-2.0',
		use: 'tuned',
		module: {
			module: 'github.com/DefangLabs/secret-detector',
			version: 'v0.0.0-20260916192156-3e28d7ed64df',
			recorder: `${recorders}/secret-detector.go`,
			place: 'pkg/detectors/tests/record.go',
			patch: {
				file: 'pkg/detectors/tests/helpers.go',
				before: scan,
				// Returns, because two of its own tests fail.
				after: `${scan}\n\t\t\trecord(detector.SecretType(), test.Input, test.ExpectDetection)\n\t\t\tif t != nil {\n\t\t\t\treturn\n\t\t\t}`,
			},
			folder: '.',
			command: ['test', '-count=1', '-run', 'Scan$', './pkg/detectors/...'],
		},
	},
];

/** Tests fill the buffers of their own detectors with long texts. */
const longestText = 4_000;
const fewestPadding = 12;
/** Limits the secrets, and the counter-examples, of a rule: some have hundreds, by a template. */
const maxTexts = 20;

/** Returns the texts of all sources. Their modules are fetched, and their tests run, once. */
export async function readOutsideSecrets(): Promise<OutsideSecret[]> {
	const { ensureGoSamples } = (await import(resolve('scripts/lib/go-samples.mjs'))) as typeof goSamples;
	const all: OutsideSecret[] = [];
	for (const source of sources) {
		const folder = await ensureGoSamples({ ...source.module, progress: (line) => console.error(line) });
		all.push(...chooseTexts(readSamples(source, join(folder, 'samples.jsonl'))));
	}
	return withoutContradictions(all);
}

function readSamples({ kind, use }: SecretSource, file: string): OutsideSecret[] {
	return readJsonLines<{ rule: string; text: string; secrets: string[] }>(file).map(({ rule, text, secrets }) => {
		const isWhole = secrets.includes(text);
		const sample = { text: isWhole || secrets.length === 0 ? withoutPadding(text) : text, secrets: isWhole ? [] : secrets };
		return { source: kind, rule, ...sample, isSecret: secrets.length > 0, use: use ?? halfOf(rule) };
	});
}

function halfOf(rule: string): OutsideSecret['use'] {
	return createHash('sha256').update(rule).digest()[0]! % 2 === 0 ? 'tuned' : 'measured';
}

/** Some tests move a secret through a buffer, between rows of one character. */
function withoutPadding(text: string): string {
	let start = 0;
	let end = text.length;
	while (start < text.length && text[start] === text[0]) start++;
	while (end > 0 && text[end - 1] === text.at(-1)) end--;
	return text.slice(start >= fewestPadding ? start : 0, text.length - end >= fewestPadding ? end : text.length);
}

/** Keeps each text once, and at most some of each rule, evenly. */
function chooseTexts(samples: OutsideSecret[]): OutsideSecret[] {
	const distinct = new Map(samples.filter(({ text }) => text.trim() !== '' && text.length <= longestText).map((one) => [one.text, one]));
	return [...Map.groupBy(distinct.values(), ({ rule, isSecret }) => `${rule} ${isSecret}`).values()].flatMap((group) => {
		const step = Math.max(1, group.length / maxTexts);
		return Array.from({ length: Math.min(maxTexts, group.length) }, (_, index) => group[Math.floor(index * step)]!);
	});
}

/** A counter-example of one detector can have the secret of another. */
function withoutContradictions(samples: OutsideSecret[]): OutsideSecret[] {
	const secrets = new Set(samples.flatMap((one) => one.secrets).filter((value) => value.length >= 12));
	return samples.filter(({ isSecret, text }) => isSecret || ![...secrets].some((value) => text.includes(value)));
}
