import type { IDataObject } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import type { ManifestKind } from '../../../manifests/documents/document-words';
import type { Rollout, StartRollout } from '../../../manifests/registry/registry-api';
import { readText } from '../read-text';
import type { Ask, Operation } from '../operation';
import { readLocator } from '../read-locator';
import { readLimit } from '../../shared/read-page';
import { simpleRollout } from '../to-item';

interface Options {
	id?: string;
	maximumFailureRate?: number;
	minimumSamples?: number;
	otherVersions?: string;
	compare?: 'judged' | 'runs';
	minimumGroup?: number;
}

export async function startRollout({ context, item, api, caller }: Ask): Promise<IDataObject> {
	const { stage: stages = [] } = context.getNodeParameter('stages', item) as { stage?: StartRollout['stages'] };
	const { id, maximumFailureRate, minimumSamples, ...several } = context.getNodeParameter('rolloutOptions', item, {}) as Options;
	const watched = maximumFailureRate !== undefined || minimumSamples !== undefined;
	const started = await api.startRollout(caller, {
		...(id?.trim() && { id: id.trim() }),
		kind: context.getNodeParameter('kind', item) as ManifestKind,
		name: readLocator(context, item, 'name'),
		from: readText(context, 'fromVersion', item).trim(),
		to: readText(context, 'toVersion', item).trim(),
		stages: stages.map(({ percent, minimumMinutes }) => ({ percent, minimumMinutes })),
		...readSeveral(several),
		...(watched && { thresholds: { maximumFailureRate: maximumFailureRate ?? 0.05, minimumSamples: minimumSamples ?? 50 } }),
	});
	return simpleRollout(started);
}

/** Several versions are compared by contact, until one is shown to be better. */
function readSeveral({ otherVersions = '', compare = 'judged', minimumGroup = 100 }: Options): Partial<StartRollout> {
	const others = otherVersions
		.split(',')
		.map((version) => version.trim())
		.filter((version) => version !== '');
	return others.length === 0 ? {} : { others, by: 'contact', quality: { compare, minimumSamples: minimumGroup, promote: 'better' } };
}

export function steer(action: 'advance' | 'pause' | 'resume' | 'abort'): Operation {
	return async ({ context, item, api, caller }) => {
		const reason = readText(context, 'rolloutReason', item).trim();
		return simpleRollout(await api.steerRollout(caller, readLocator(context, item, 'rollout'), action, reason ? { reason } : {}));
	};
}

export async function reportMetrics({ context, item, api, caller }: Ask): Promise<IDataObject> {
	const id = readLocator(context, item, 'rollout');
	const report = {
		instance: readText(context, 'instance', item).trim(),
		version: readText(context, 'version', item).trim(),
		succeeded: Number(context.getNodeParameter('succeeded', item, 0)),
		failed: Number(context.getNodeParameter('failed', item, 0)),
		sequence: Number(context.getNodeParameter('sequence', item)),
	};
	await api.reportMetrics(caller, id, report);
	return { rollout: id, ...report };
}

/** @throws TroupeError MANIFEST_NOT_FOUND */
export async function getRollout(ask: Ask): Promise<IDataObject> {
	const id = readLocator(ask.context, ask.item, 'rollout');
	const match = (await ask.api.rollouts(ask.caller)).find((rollout) => rollout.id === id);
	if (match) return shown(ask, match);
	throw new TroupeError({
		code: 'MANIFEST_NOT_FOUND',
		message: `There is no rollout ${id}.`,
		fix: 'List existing rollouts with Get Many.',
	});
}

export async function listRollouts(ask: Ask): Promise<IDataObject[]> {
	const rollouts = await ask.api.rollouts(ask.caller);
	return rollouts.slice(0, readLimit(ask.context, ask.item)).map((rollout) => shown(ask, rollout));
}

const shown = ({ context, item }: Ask, rollout: Rollout): IDataObject =>
	context.getNodeParameter('simplify', item, true) ? simpleRollout(rollout) : rollout;
