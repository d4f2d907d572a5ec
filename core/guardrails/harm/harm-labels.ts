import { TroupeError } from '../../base/errors';
import { type HarmKind, harmKinds } from './harm-kinds';

interface ChosenLabel {
	label: number;
	kind: HarmKind;
}

const setting = 'TROUPE_HARM_LABELS';

/** Usual labels of classifiers, in lower case with `-`. Vague ones such as `toxic` or `offensive` count as insults. */
const usual: Record<string, HarmKind> = {
	...(Object.fromEntries(harmKinds.map((kind) => [kind, kind])) as Record<HarmKind, HarmKind>),
	hateful: 'hate',
	'hate-speech': 'hate',
	'identity-hate': 'hate',
	'identity-attack': 'hate',
	toxic: 'harassment',
	toxicity: 'harassment',
	'severe-toxic': 'harassment',
	'severe-toxicity': 'harassment',
	insult: 'harassment',
	offensive: 'harassment',
	threat: 'violence',
	'sexual-explicit': 'sexual',
	nsfw: 'sexual',
	'sexual/minors': 'sexual-minors',
	suicide: 'self-harm',
	illicit: 'dangerous-acts',
	dangerous: 'dangerous-acts',
};

/**
 * Maps a model's labels to kinds. @param mapping `label=kind` pairs; replaces all usual meanings @param model its name, for errors @throws
 * TroupeError INPUT_INVALID, MODEL_NOT_FOUND for a model without labels
 */
export function chooseKinds(labels: readonly string[], mapping: string | undefined, model: string): ChosenLabel[] {
	if (labels.length === 0) throw noLabels(model);
	if (mapping) return readMapping(mapping).map(([name, kind]) => ({ label: findLabel(labels, name), kind }));
	const chosen = labels.flatMap((name, label) => {
		const kind = usual[name.toLowerCase().replace(/[\s_]+/g, '-')];
		return kind ? [{ label, kind }] : [];
	});
	if (chosen.length > 0) return chosen;
	throw invalid(
		`No label of the model ${model} is known to mean harm: ${list(labels)}.`,
		`Set ${setting}, such as "${labels.at(-1)}=harassment".`,
	);
}

function readMapping(mapping: string): Array<[string, HarmKind]> {
	const pairs = mapping.split(',').map((pair) => pair.trim());
	return pairs.filter(Boolean).map((pair) => {
		const at = pair.lastIndexOf('=');
		const name = pair.slice(0, at).trim();
		const kind = pair.slice(at + 1).trim();
		if (at > 0 && isKind(kind)) return [name, kind];
		throw invalid(
			`${setting} has the invalid entry ${JSON.stringify(pair.slice(0, 200))}.`,
			`Write label=kind, with commas between. Kinds: ${harmKinds.join(', ')}.`,
		);
	});
}

function findLabel(labels: readonly string[], name: string): number {
	const label = labels.findIndex((own) => own.toLowerCase() === name.toLowerCase());
	if (label >= 0) return label;
	throw invalid(
		`${setting} names the label ${JSON.stringify(name.slice(0, 200))}, which the model does not have.`,
		`Use its labels: ${list(labels)}.`,
	);
}

const isKind = (name: string): name is HarmKind => (harmKinds as readonly string[]).includes(name);

const maxListed = 20;
const list = (labels: readonly string[]): string =>
	labels
		.slice(0, maxListed)
		.map((label) => label.slice(0, 60))
		.join(', ');

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });

const noLabels = (model: string) =>
	new TroupeError({
		code: 'MODEL_NOT_FOUND',
		message: `The model ${model} is not a classifier: its config.json has no id2label.`,
		fix: 'Set TROUPE_HARM_MODEL to the folder of a model for text classification, with the files that hubs have for transformers.js.',
		details: { model },
	});
