import type { IDataObject, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import type { Gate } from '../../../core/ports/manifests';
import type { TenantRecord } from '../../../core/records/follow-records';
import { admitNode, whenRefused } from '../../shared/host';
import { toTriggerItem } from '../../shared/item-tokens/hide-item';
import type { TokenOwner } from '../../shared/item-tokens/item-owner';
import { toNodeError } from '../../shared/to-node-error';
import { type FollowedLog, openRecordSource, type RecordSource } from './record-source';

const node = 'troupeEventsTrigger';

/** A log whose records start the workflow. */
export interface RecordTrigger<Stored extends { id: number }> extends FollowedLog<Stored> {
	/** Reads the filter of the form. */
	readFilter: (context: ITriggerFunctions) => (record: Stored) => boolean;
	toItem: (record: TenantRecord<Stored>) => IDataObject;
	/** Whose the tokens in the item are. Default: of this record. */
	findOwner?: (record: TenantRecord<Stored>) => Partial<TokenOwner>;
}

/** The trigger's work: the gate first, then one record for the editor's test, or all for an active workflow. */
export async function startOnRecords<Stored extends { id: number }>(
	context: ITriggerFunctions,
	kind: RecordTrigger<Stored>,
	gate: Gate,
): Promise<ITriggerResponse> {
	await admitNode(context, gate, node);
	try {
		const source = await openRecordSource(context, kind);
		return context.getMode() === 'manual' ? testOnce(context, kind, source) : await follow(context, kind, source, gate);
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** After a restart of n8n, continues after the last record delivered; when a person publishes, starts with the next one. */
async function follow<Stored extends { id: number }>(
	context: ITriggerFunctions,
	kind: RecordTrigger<Stored>,
	source: RecordSource<Stored>,
	gate: Gate,
): Promise<ITriggerResponse> {
	const matches = kind.readFilter(context);
	const delivered = source.restore(await source.readLast(), context.getActivationMode() !== 'activate');
	const end = source.follow(
		async (record) => {
			const json = matches(record.record) ? await openItem(context, kind, record) : undefined;
			source.keep(record);
			if (json) context.emit([[{ json }]]);
		},
		(error) => context.emitError(toNodeError(context.getNode(), error)),
		delivered,
	);
	const endWatch = whenRefused(context, gate, node, (error) => {
		end();
		context.emitError(error);
	});
	return {
		closeFunction: async () => {
			endWatch();
			end();
		},
	};
}

function testOnce<Stored extends { id: number }>(
	context: ITriggerFunctions,
	kind: RecordTrigger<Stored>,
	source: RecordSource<Stored>,
): ITriggerResponse {
	let end: (() => void) | undefined;
	return {
		manualTriggerFunction: async () => {
			const matches = kind.readFilter(context);
			end = source.follow(
				async (record) => {
					if (!matches(record.record)) return;
					const json = await openItem(context, kind, record);
					end?.();
					context.emit([[{ json }]]);
				},
				(error) => context.emitError(toNodeError(context.getNode(), error)),
				await source.readLast(),
			);
		},
		closeFunction: async () => end?.(),
	};
}

async function openItem<Stored extends { id: number }>(
	context: ITriggerFunctions,
	{ what, toItem, findOwner }: RecordTrigger<Stored>,
	record: TenantRecord<Stored>,
): Promise<IDataObject> {
	const { id = `${what} ${record.tenant} ${record.record.id}`, person } = findOwner?.(record) ?? {};
	return toTriggerItem(context, toItem(record), { id, person });
}
