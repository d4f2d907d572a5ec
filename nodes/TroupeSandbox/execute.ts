import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { Gate } from '../../core/ports';
import { defaultGate } from '../../manifests/gate/default-gate';
import { whileNodeAdmitted } from '../shared/host';
import { runItems } from '../shared/run-items';
import { openService, requireService } from './open-service';
import { definitionReaders } from './read-definition';
import { readScript, readTerms } from './read-script';
import { readText } from './read-text';
import { runHere, runThere } from './run-script';
import { readObjects, toText } from './read-json';

const lines = (value: unknown): string[] =>
	toText(value)
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');

/** The sandbox node's work: the gate first, then each item by itself. */
export async function execute(this: IExecuteFunctions, gate: Gate = defaultGate()): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, gate, 'troupeSandbox', ({ signal }) =>
		runItems(this, (item) => perform(this, String(this.getNodeParameter('operation', item)), item, signal), signal),
	);
}

async function perform(context: IExecuteFunctions, operation: string, item: number, signal: AbortSignal): Promise<IDataObject> {
	if (operation === 'run') {
		const script = readScript(context, item);
		const isThere = context.getNodeParameter('runOn', item, 'own') === 'service';
		const service = isThere ? await requireService(context, item, signal, 'script') : await openService(context, item, signal);
		const rules = readRules(context, item);
		if (service === undefined && Object.keys(rules).length > 0) throw rulesNeedService();
		if (service === undefined) return runHere(script, signal);
		const { source, input, ...terms } = script;
		return runThere({ kind: 'script', source, input }, terms, rules, service);
	}
	const service = await requireService(context, item, signal, operation === 'report' ? 'report' : 'run');
	if (operation === 'report') return { ...(await service.report(readText(context, 'runId', item))) };
	const readDefinition = Object.hasOwn(definitionReaders, operation) ? definitionReaders[operation]! : undefined;
	if (readDefinition === undefined) throw unknownOperation(operation);
	return runThere(await readDefinition(context, item), readTerms(context, item), readRules(context, item), service);
}

const rulesNeedService = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The field "Requests" has rules, which only a Troupe service applies, but the field "Run On" is set to "This n8n".',
		fix: 'Set "Run On" to "Troupe Service", or remove the rules: a script on the machine of this n8n has no network.',
	});

const unknownOperation = (name: string) =>
	new TroupeError({ code: 'INPUT_INVALID', message: `There is no operation ${name.slice(0, 60)}.`, fix: 'Choose the operation again.' });

/** Reads what a run at a service may ask outside, and what answers it; the service refuses what its operator does not permit. */
function readRules(context: IExecuteFunctions, item: number): Record<string, unknown> {
	const rules = context.getNodeParameter('rules', item, {}) as Record<string, unknown>;
	const [allow, standIn, name] = [lines(rules.allow), lines(rules.standIn), toText(rules.case)];
	return {
		...(allow.length > 0 && { allow }),
		...(standIn.length > 0 && { standIn }),
		...readObjects(rules, { recordings: 'Recordings', capabilities: 'Capabilities' }),
		...(name !== '' && { case: name }),
	};
}
