import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { Gate } from '../../core/ports/manifests';
import { defaultGate } from '../../manifests/gate/default-gate';
import { whileNodeAdmitted } from '../shared/host';
import { isTool } from '../shared/is-tool';
import { noteExecution } from '../shared/note-execution';
import { routeItems } from '../shared/run-items';
import { readService, type ServiceAccess } from '../shared/service/read-service';
import { TroupeService } from '../shared/service/troupe-service';
import { fileState } from '../shared/state/read-state';
import type { Operation } from './operation';
import { findAudit, proveEntry, readCheckpoint, verifyAudit } from './operations/audit';
import { exportPerson } from './operations/export';
import { findPerson, forgetPerson, rectifyPerson, restrictPerson } from './operations/person';
import { readProcessing, readRetention } from './operations/report';
import { addRequest, getRequest, listRequests, settleRequest } from './operations/requests';

const operations: Record<string, Record<string, Operation>> = {
	person: {
		find: findPerson,
		export: exportPerson,
		rectify: rectifyPerson,
		forget: forgetPerson,
		restrict: restrictPerson(false),
		release: restrictPerson(true),
	},
	request: {
		create: addRequest,
		get: getRequest,
		getAll: listRequests,
		complete: settleRequest('done'),
		extend: settleRequest('extend'),
		refuse: settleRequest('refuse'),
	},
	report: { processing: readProcessing, retention: readRetention },
	audit: { getAll: findAudit, verify: verifyAudit, prove: proveEntry, checkpoint: readCheckpoint },
};

const scopes = 'channel:manage,tenant:manage,audit:read';

export async function execute(this: IExecuteFunctions, gate: Gate = defaultGate()): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, gate, 'troupePrivacy', ({ signal, context }) => {
		if (isTool(context)) throw isForPeople();
		const work = async (item: number) => {
			const operation = findOperation(
				String(context.getNodeParameter('resource', item)),
				String(context.getNodeParameter('operation', item)),
			);
			const access = await readService(context, item, scopes);
			const service = new TroupeService(access, signal);
			const outcomes = await operation({ context, item, service, noteAbout: noteFor(context, access) });
			return [outcomes].flat().map((outcome) => ({ output: 0, ...outcome }));
		};
		return routeItems(context, { outputs: 1, failed: 0 }, work, signal);
	});
}

const noteFor =
	(context: IExecuteFunctions, { tenant }: ServiceAccess) =>
	(person: string): Promise<void> => {
		const state = fileState();
		return noteExecution(context, { ...state, tenant: tenant || state.tenant }, { person });
	};

function findOperation(resource: string, name: string): Operation {
	const ofResource = Object.hasOwn(operations, resource) ? operations[resource]! : {};
	if (Object.hasOwn(ofResource, name)) return ofResource[name]!;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The resource ${resource} has no operation ${name}.`,
		fix: 'Choose the resource and the operation again.',
	});
}

/** A message can talk a model into an export or a forgetting (docs/decisions/n8n/0450-the-privacy-node-calls-a-service.md). */
const isForPeople = () =>
	new TroupeError({
		code: 'ACCESS_DENIED',
		message: 'An AI agent is not allowed to use Troupe Privacy: whoever writes to it could get the data of another person.',
		fix: 'Put the node into the workflow, after a person has checked who asks.',
	});
