import type { IDataObject, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import type { Gate } from '../../../core/ports/manifests';
import type { TenantRecord } from '../../../core/records/follow-records';
import { admitNode, whenRefused } from '../host';
import { toNodeError } from '../to-node-error';
import { type FollowedLog, openRecordSource, type RecordSource } from './record-source';

/** A trigger node that starts its workflow for records of a log. */
export interface RecordTrigger<Stored extends { id: number }> extends FollowedLog<Stored> {
	/** The name of the node, for the gate. */
	node: string;
	/** Reads the filter of the form. */
	readFilter: (context: ITriggerFunctions) => (record: Stored) => boolean;
	toItem: (record: TenantRecord<Stored>) => IDataObject;
}

/** The trigger's work: the gate first, then one record for the editor's test, or all for an active workflow. */
export async function startOnRecords<Stored extends { id: number }>(
	context: ITriggerFunctions,
	kind: RecordTrigger<Stored>,
	gate: Gate,
): Promise<ITriggerResponse> {
	await admitNode(context, gate, kind.node);
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
	{ node, readFilter, toItem }: RecordTrigger<Stored>,
	source: RecordSource<Stored>,
	gate: Gate,
): Promise<ITriggerResponse> {
	const matches = readFilter(context);
	const delivered = source.restore(await source.readLast(), context.getActivationMode() !== 'activate');
	const end = source.follow(
		(record) => {
			source.keep(record);
			if (matches(record.record)) context.emit([[{ json: toItem(record) }]]);
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
	{ readFilter, toItem }: RecordTrigger<Stored>,
	source: RecordSource<Stored>,
): ITriggerResponse {
	let end: (() => void) | undefined;
	return {
		manualTriggerFunction: async () => {
			const matches = readFilter(context);
			end = source.follow(
				(record) => {
					if (!matches(record.record)) return;
					end?.();
					context.emit([[{ json: toItem(record) }]]);
				},
				(error) => context.emitError(toNodeError(context.getNode(), error)),
				await source.readLast(),
			);
		},
		closeFunction: async () => end?.(),
	};
}
