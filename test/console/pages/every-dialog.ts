/** Every dialog of the console that the seeded pages can open, with the source that shows it: a new one has to be listed here to be looked at. */
export interface ListedDialog {
	/** Below `/console`; `{name}` is a value of the seed. */
	path: string;
	/** File below `console` that has it. */
	of: string;
	/** What opens it, one after the other, in English and Portuguese. */
	presses: Press[];
}

type Words = [en: string, pt: string];

export interface Press {
	role: 'button' | 'checkbox' | 'disclosure';
	name: Words;
}

const press = (en: string, pt: string): Press => ({ role: 'button', name: [en, pt] });
const tick = (en: string, pt: string): Press => ({ role: 'checkbox', name: [en, pt] });
const unfold = (en: string, pt: string): Press => ({ role: 'disclosure', name: [en, pt] });
const dialog = (of: string, path: string, ...presses: Press[]): ListedDialog => ({ of: `rooms/${of}.tsx`, path, presses });
const customer = unfold('The customer …', 'O cliente …');

export const dialogs: ListedDialog[] = [
	dialog('inbox/act-buttons', '{work}', press('Give it up', 'Desistir')),
	dialog('conversations/talk/talk-dialogs', 'conversations/{maria}', press('Assign', 'Atribuir')),
	dialog('conversations/talk/talk-dialogs', 'conversations/{maria}', press('Write a note', 'Escrever uma nota')),
	dialog('conversations/talk/talk-dialogs', 'conversations/{maria}', press('Needs no answer', 'Não precisa de resposta')),
	dialog('conversations/talk/contact-acts', 'conversations/{maria}', customer, press('Wants no more messages', 'Não quer mais mensagens')),
	dialog('conversations/talk/contact-acts', 'conversations/{maria}', customer, press('Asks about their data', 'Pergunta sobre seus dados')),
	dialog('conversations/talk/contact-acts', 'conversations/{maria}', customer, press('Forget the customer', 'Esquecer o cliente')),
	dialog(
		'conversations/settings/settings-history',
		'conversations/settings/sales',
		press('Take back the last change', 'Desfazer a última mudança'),
	),
	dialog('conversations/trial-part', 'conversations/settings/sales', press('End the trial', 'Encerrar o teste')),
	dialog('conversations/try-version', 'conversations/versions', press('Try a new version', 'Experimentar uma versão nova')),
	dialog('conversations/deliveries-page', 'conversations/deliveries', press('Send again', 'Enviar de novo')),
	dialog('runs/run-page', 'runs/{waiting}', press('Cancel the run', 'Cancelar a execução')),
	dialog(
		'processes/instance-list',
		'processes',
		tick('Choose all that are shown', 'Escolher todos os mostrados'),
		press('Cancel them', 'Cancelá-las'),
	),
	dialog('processes/instance-acts', 'processes/instances/{instance}', press('Publish a message', 'Publicar uma mensagem')),
	dialog('processes/instance-acts', 'processes/instances/{instance}', press('Move it', 'Mover')),
	dialog('processes/instance-acts', 'processes/instances/{instance}', press('Cancel the instance', 'Cancelar a instância')),
	dialog('processes/instance-variables', 'processes/instances/{instance}', press('Add a variable', 'Adicionar variável')),
	dialog('plans/plan-confirm', 'plans/{plan}', press('Confirm', 'Confirmar')),
	dialog('plans/plan-confirm', '{waitingPlan}', press('Confirm', 'Confirmar')),
	dialog('plans/plan-runs', 'plans/{confirmed}', press('Start', 'Iniciar')),
	dialog('agents/versions', 'agents/list/clerk', press('Go back to it: 1.0.0', 'Voltar a ela: 1.0.0')),
	dialog('agents/rollouts/start-rollout', 'agents/list/clerk', press('Start a rollout', 'Iniciar uma implantação')),
	dialog('agents/rollouts/start-rollout', 'agents/prompts/tone', press('Start a rollout', 'Iniciar uma implantação')),
	dialog('agents/rollouts/rollouts', 'agents/rollouts', press('Abort: seller 1.1.0', 'Interromper: seller 1.1.0')),
	dialog('agents/templates/install-plan', 'agents/templates/ticket-classifier', press('Install on this service', 'Instalar neste serviço')),
	dialog('knowledge/document-acts', 'knowledge/collections/house', press('Remove: orders', 'Remover: orders')),
	dialog('knowledge/collection-page', 'knowledge/collections/house', press('Remove the collection', 'Remover a coleção')),
	dialog('trust/keys', 'trust/keys', press('Revoke: visitor', 'Revogar: visitor')),
	dialog('health/switches', 'health', press('Turn off', 'Desligar')),
];

/** Dialogs that no seeded page opens, and why. */
export const unseenDialogs: Record<string, string> = {
	'rooms/inbox/bulk-bar.tsx': 'needs several items of one kind',
	'rooms/plans/plan-stuck.tsx': 'needs an instance of a plan that stands still',
	'rooms/conversations/settings/settings-form.tsx': 'the form is closed while a change is tried',
	'rooms/conversations/settings/rules-form.tsx': 'the form is closed while a change is tried',
	'rooms/runs/run-reveal.tsx': 'needs a tenant that keeps texts whole',
	'app/sign-in.tsx': 'needs a session that has ended',
};
