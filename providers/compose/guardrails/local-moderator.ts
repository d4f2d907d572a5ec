import { TroupeError } from '../../../core/base/errors';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readSetting } from '../../../core/base/settings/settings';
import type { HarmKind } from '../../../core/guardrails/harm/harm-kinds';
import { chooseKinds } from '../../../core/guardrails/harm/harm-labels';
import { toModelText } from '../../../core/llm/special-tokens';
import type { ContentModerator } from '../../../core/ports/models/moderation';
import { readAllowedModels } from '../../transformers/allowed-models';
import type { LocalClassifier } from '../../transformers/local-classifier';
import type { StateHost } from '../hosts/state-host';

interface LocalModerator extends ContentModerator {
	readonly kinds: HarmKind[];
}

/** Loading a model is slower than a service call; within the time of a check. */
const timeLimitMs = 9_000;
/** One classifier for each model: reading its files takes as long as many texts. */
const opened = new Map<string, Promise<LocalModerator>>();

/**
 * Composes the local classifier: the model in TROUPE_HARM_MODEL, read with the first text. If it is absent or cannot be loaded, a call fails: no text
 * counts as judged.
 */
export function composeLocalModerator({ stateFolder }: Pick<StateHost, 'stateFolder'>, environment?: Environment): ContentModerator {
	return {
		id: 'local:classifier',
		timeLimitMs,
		moderate: async (text, signal) => (await openClassifier(stateFolder, environment)).moderate(text, signal),
	};
}

/** @throws TroupeError NOT_SUPPORTED without a setting, INPUT_INVALID for labels that do not fit the model, and what openLocalClassifier throws */
export async function openClassifier(stateFolder: string | undefined, environment?: Environment): Promise<LocalModerator> {
	const folder = readSetting('TROUPE_HARM_MODEL', environment);
	if (folder === undefined) throw noModel();
	const mapping = readSetting('TROUPE_HARM_LABELS', environment);
	const transformers = readSetting('TROUPE_TRANSFORMERS', environment);
	const list = readSetting('TROUPE_LOCAL_MODELS', environment);
	const key = JSON.stringify([folder, mapping, transformers, list, stateFolder]);
	const known = opened.get(key) ?? open();
	opened.set(key, known);
	known.catch(() => opened.delete(key));
	return known;

	async function open(): Promise<LocalModerator> {
		const { openLocalClassifier } = await import('../../transformers/open-local-model');
		const allowedModels = list === undefined ? undefined : readAllowedModels(list);
		return toModerator(await openLocalClassifier(folder!, { stateFolder, transformers, allowedModels }), mapping);
	}
}

function toModerator(classifier: LocalClassifier, mapping: string | undefined): LocalModerator {
	const { id, labels } = classifier;
	const chosen = chooseKinds(labels, mapping, id);
	return {
		id,
		kinds: [...new Set(chosen.map(({ kind }) => kind))],
		async moderate(text, signal) {
			const byLabel = await classifier.classify(toModelText(text), signal);
			const scores: Partial<Record<HarmKind, number>> = {};
			for (const { label, kind } of chosen) scores[kind] = Math.max(scores[kind] ?? 0, byLabel[label]!);
			return { scores, flagged: [] };
		},
	};
}

const noModel = () =>
	new TroupeError({
		code: 'NOT_SUPPORTED',
		message: 'The policy asks for the classifier of this machine ("moderation": {"model": "local"}), but TROUPE_HARM_MODEL is not set.',
		fix: 'Set TROUPE_HARM_MODEL to the folder of a model for text classification, or remove "moderation" from the policy.',
	});
