import { defineWords, plural } from '../../words/words';

export const replayWords = defineWords(
	{
		...{
			replay: 'Replay',
			begin: 'Replay it',
			lead: 'The agent goes through the recorded steps again. No model is asked, and no tool is called.',
		},
		notKept:
			'It cannot be replayed: that needs its texts whole, and they are masked or not kept. Its tenant can keep those of later runs in full.',
		refused: 'To replay it here, your key needs the right evaluation:run. On a machine with the state:',
		working: (done: number) => `replaying, ${plural(done, 'event', 'events')}`,
		...{ same: 'The agent takes the same steps.', other: 'The agent takes other steps now.', differs: 'different' },
		...{ fact: 'Fact', recorded: 'Recorded', now: 'Replayed', version: 'Version', definition: 'Definition', outcome: 'Outcome' },
		...{ modelCalls: 'Calls of models', toolCalls: 'Calls of tools', inputTokens: 'Tokens in', outputTokens: 'Tokens out' },
		notReached: 'not reached',
	},
	{
		...{ replay: 'Reprodução', begin: 'Reproduzir' },
		lead: 'O agente passa de novo pelos passos registrados. Nenhum modelo é consultado e nenhuma ferramenta é chamada.',
		notKept:
			'Não pode ser reproduzida: isso exige os textos completos, e eles estão mascarados ou não foram guardados. O tenant pode guardar completos os das próximas execuções.',
		refused: 'Para reproduzir aqui, sua chave precisa do direito evaluation:run. Em uma máquina com o estado:',
		working: (done) => `reproduzindo, ${plural(done, 'evento', 'eventos')}`,
		...{ same: 'O agente dá os mesmos passos.', other: 'O agente dá outros passos agora.', differs: 'diferente' },
		...{ fact: 'Dado', recorded: 'Registrado', now: 'Reproduzido', version: 'Versão', definition: 'Definição', outcome: 'Resultado' },
		...{ modelCalls: 'Chamadas de modelos', toolCalls: 'Chamadas de ferramentas' },
		...{ inputTokens: 'Tokens de entrada', outputTokens: 'Tokens de saída', notReached: 'não alcançado' },
	},
);
