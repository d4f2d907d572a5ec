import {
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { databaseCredential } from '../shared/state/database-credential';
import { properties } from './properties';

const subtitle = `={{
	((source, chosen) => {
		if (chosen.length === 0) return { events: 'Every event', approvals: 'Every approval', violations: 'Every violation', registry: 'Every change in the registry' }[source];
		const words = chosen.slice(0, 2).join(', ');
		const shown = source === 'events' ? words : words.toLowerCase().replaceAll('_', ' ').replaceAll('manifest.', '').replace(/[.-]/g, ' ');
		return shown + (chosen.length > 2 ? ' and ' + (chosen.length - 2) + ' more' : '');
	})($parameter.source ?? 'events', ({ violations: $parameter.codes, events: $parameter.types }[$parameter.source ?? 'events'] ?? $parameter.events) ?? [])
}}`;

export class TroupeEventsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Events Trigger',
		name: 'troupeEventsTrigger',
		icon: { light: 'file:../icons/events-trigger.svg', dark: 'file:../icons/events-trigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle,
		description:
			'Starts the workflow when runs end, fail or wait for a person, guardrails find something, or versions are approved or revoked',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-events-trigger.md',
		eventTriggerDescription: '',
		activationMessage: 'Your workflow now starts for every such event.',
		triggerPanel: {
			header: 'Wait for something to happen in Troupe',
			executionsHelp: {
				inactive:
					'<b>While building your workflow</b>, click “Execute step” and run an agent: the next event comes here.<br /><br /><b>Once you are happy with your workflow</b>, publish it. Then every event starts it, and the executions show up in the list.',
				active:
					'<b>While building your workflow</b>, click “Execute step” and run an agent: the next event comes here too.<br /><br /><b>Your workflow starts</b> for every event, since it is published. The executions show up in the list.',
			},
			activationHint: 'Once you’ve finished building your workflow, publish it to have it start for every event.',
		},
		defaults: { name: 'Troupe Events Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			databaseCredential,
			{ name: 'troupeRegistryApi', displayName: 'Registry', required: true, displayOptions: { show: { source: ['registry'] } } },
		],
		properties,
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		const { trigger } = await import('./trigger');
		return trigger.call(this);
	}
}
