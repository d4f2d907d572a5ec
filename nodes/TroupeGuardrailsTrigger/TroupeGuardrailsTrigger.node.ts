import {
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { openDatabaseCredential } from '../shared/state/database-credential';
import { properties } from './properties';

/** Kinds of violation that start the workflow, and how many more there are. */
const subtitle = `={{
	((codes) => {
		if (codes.length === 0) return 'Every violation';
		const words = codes.map((code) => code.toLowerCase().replaceAll('_', ' ').replace('json', 'JSON')).slice(0, 2).join(', ');
		return words[0].toUpperCase() + words.slice(1) + (codes.length > 2 ? ' and ' + (codes.length - 2) + ' more' : '');
	})($parameter.codes ?? [])
}}`;

/** Starts the workflow for each violation of a guardrail on this host. */
export class TroupeGuardrailsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Guardrails Trigger',
		name: 'troupeGuardrailsTrigger',
		icon: { light: 'file:../icons/guardrails-trigger.svg', dark: 'file:../icons/guardrails-trigger.dark.svg' },
		group: ['trigger'],
		// Workflows that have it keep running. New ones use Troupe Events Trigger, which does the same.
		hidden: true,
		version: 1,
		subtitle,
		description:
			'Finds, masks or blocks personal data, secrets and prompt injection, or starts the workflow when a guardrail finds a violation',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-events-trigger.md',
		eventTriggerDescription: '',
		activationMessage: 'Your workflow now starts for every such violation.',
		triggerPanel: {
			header: 'Wait for a violation',
			executionsHelp: {
				inactive:
					'<b>While building your workflow</b>, click “Execute step” and make a guardrail find something: the next violation comes here.<br /><br /><b>Once you are happy with your workflow</b>, publish it. Then every violation starts it, and the executions show up in the list.',
				active:
					'<b>While building your workflow</b>, click “Execute step” and make a guardrail find something: the next violation comes here too.<br /><br /><b>Your workflow starts</b> for every violation, since it is published. The executions show up in the list.',
			},
			activationHint: 'Once you’ve finished building your workflow, publish it to have it start for every violation.',
		},
		defaults: { name: 'Troupe Guardrails Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [openDatabaseCredential],
		properties,
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		const { trigger } = await import('./trigger');
		return trigger.call(this);
	}
}
