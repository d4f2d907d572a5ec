import {
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { properties } from './properties';

/** Events that start the workflow, and how many more there are. */
const subtitle = `={{
	((events) => {
		if (events.length === 0) return 'Every event';
		const words = events.map((event) => event.replace('manifest.', '').replace('.', ' ')).slice(0, 3).join(', ');
		return words[0].toUpperCase() + words.slice(1) + (events.length > 3 ? ' and ' + (events.length - 3) + ' more' : '');
	})($parameter.events ?? [])
}}`;

/** Starts the workflow for each event of a manifest registry. */
export class TroupeRegistryTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Registry Trigger',
		name: 'troupeRegistryTrigger',
		icon: { light: 'file:../icons/registry-trigger.svg', dark: 'file:../icons/registry-trigger.dark.svg' },
		group: ['trigger'],
		// Workflows that have it keep running. New ones use Troupe Events Trigger, which does the same.
		hidden: true,
		version: 1,
		subtitle,
		description: 'Manages signed agents and prompts in a registry, or starts the workflow when something is published, approved or revoked',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-events-trigger.md',
		eventTriggerDescription: '',
		activationMessage: 'Your workflow now starts for every such event.',
		triggerPanel: {
			header: 'Wait for an event of the registry',
			executionsHelp: {
				inactive:
					'<b>While building your workflow</b>, click “Execute step” and change something in the registry: the next event comes here.<br /><br /><b>Once you are happy with your workflow</b>, publish it. Then every event starts it, and the executions show up in the list.',
				active:
					'<b>While building your workflow</b>, click “Execute step” and change something in the registry: the next event comes here too.<br /><br /><b>Your workflow starts</b> for every event, since it is published. The executions show up in the list.',
			},
			activationHint: 'Once you’ve finished building your workflow, publish it to have it start for every event.',
		},
		defaults: { name: 'Troupe Registry Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'troupeRegistryApi', required: true }],
		properties,
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		const { trigger } = await import('./trigger');
		return trigger.call(this);
	}
}
