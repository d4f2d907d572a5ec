import type { Language } from '../../../core/base/text/languages';

export const formTexts: Record<Language, Record<FormText, string>> = {
	en: {
		title: 'Your decision',
		lead: 'The agent is waiting for you.',
		approve: 'Approve',
		decline: 'Decline',
		comment: 'Comment for the agent (optional)',
		answer: 'Your answer',
		send: 'Send',
		incomplete: 'Please decide on everything before you send the form.',
		recorded: 'Thank you. The agent continues now. You can close this page.',
		nothing: 'There is nothing left to decide here.',
		decided: 'This has already been decided. Your decision was not used.',
		failed: 'n8n did not accept your decision. Open the link again to see whether someone else has already decided.',
		unsent: 'Your decision could not be sent. Please try again.',
		timedOut: 'The time to decide is over. The agent continues without your decision.',
		goOn: 'Continue',
		for: 'For',
		readForm: 'The arguments of the call are not shown here. Read them in the form before you decide.',
		personal:
			'This link does not say who you are. Use the link that was sent to you. Only the people who are named in the node can decide.',
		expired: 'This decision has expired: the agent cannot continue. Send it the message again.',
		changed:
			'The form cannot be shown: it was changed in the database of n8n, or this n8n has another key. Send the agent the message again. Where several processes run n8n, give them the same TROUPE_VAULT_KEY.',
		unsupported: 'In this version of n8n, the node cannot continue. In the node, set "When a Person Has to Decide" to "Return the Run".',
	},
	pt: {
		title: 'Sua decisão',
		lead: 'O agente está esperando por você.',
		approve: 'Aprovar',
		decline: 'Recusar',
		comment: 'Comentário para o agente (opcional)',
		answer: 'Sua resposta',
		send: 'Enviar',
		incomplete: 'Decida sobre todos os itens antes de enviar o formulário.',
		recorded: 'Obrigado. O agente já vai continuar; você pode fechar esta página.',
		nothing: 'Não há mais nada para decidir aqui.',
		decided: 'Isto já foi decidido. Sua decisão não foi usada.',
		failed: 'O n8n não aceitou sua decisão. Abra o link de novo para ver se outra pessoa já decidiu.',
		unsent: 'Não foi possível enviar sua decisão. Tente de novo.',
		timedOut: 'O prazo para decidir acabou. O agente continua sem a sua decisão.',
		goOn: 'Continuar',
		for: 'Para',
		readForm: 'Os argumentos da chamada não aparecem aqui. Leia-os no formulário antes de decidir.',
		personal: 'Este link não diz quem você é. Use o link que foi enviado a você. Só as pessoas citadas no nó podem decidir.',
		expired: 'Esta decisão expirou: o agente não pode continuar. Envie a mensagem de novo.',
		changed:
			'O formulário não pode ser mostrado: ele foi alterado no banco de dados do n8n, ou este n8n tem outra chave. Envie a mensagem ao agente de novo. Se vários processos executam o n8n, dê a todos a mesma TROUPE_VAULT_KEY.',
		unsupported: 'Esta versão do n8n não permite que o nó continue. No nó, escolha "Return the Run" em "When a Person Has to Decide".',
	},
};

type FormText =
	| 'title'
	| 'lead'
	| 'approve'
	| 'decline'
	| 'comment'
	| 'answer'
	| 'send'
	| 'incomplete'
	| 'recorded'
	| 'nothing'
	| 'decided'
	| 'failed'
	| 'unsent'
	| 'timedOut'
	| 'goOn'
	| 'for'
	| 'readForm'
	| 'personal'
	| 'expired'
	| 'changed'
	| 'unsupported';

/** Where testers in n8n's chat find the answer after a decision. */
export const answerPlaces: Record<Language, { chat: string; output(node: string): string }> = {
	en: {
		chat: 'The answer will appear in this chat.',
		output: (node) =>
			`The answer will not appear in this chat. You will find it in the output of the node "${node}". To see it here, set Response Mode of the trigger On chat message (n8n's Chat Trigger) to "Using Response Nodes" and add a Chat node after the agent.`,
	},
	pt: {
		chat: 'A resposta vai aparecer neste chat.',
		output: (node) =>
			`A resposta não vai aparecer neste chat. Ela estará na saída do nó "${node}". Para vê-la aqui, escolha "Using Response Nodes" em Response Mode do gatilho On chat message (o Chat Trigger do n8n) e ponha um nó Chat depois do agente.`,
	},
};
