import { defineWords } from '../words/words';

export const appWords = defineWords(
	{
		...{ skip: 'Skip to the content', opening: 'Opening the console …', rooms: 'Rooms' },
		...{ language: 'Language', theme: 'Theme', light: 'Light', dark: 'Dark', system: 'As the system' },
		...{ signIn: 'Sign in', signOut: 'Sign out' },
		over: 'Your session is over. Sign in again to go on: what you typed is still here.',
		signInLead: 'See what waits for a decision, what your agents do and why, and what it costs.',
		key: 'API key',
		keyHelp:
			'An administrator creates one with `troupe key create`. On the machine of the service, `troupe console` prints a link that signs you in.',
		...{ show: 'Show', hide: 'Hide', missing: 'There is no such room.', toInbox: 'To the inbox' },
		refused: 'Your key does not open this room.',
		refusedHelp: (scopes: string) => `It needs ${scopes}. Ask an administrator.`,
		loadFailed: 'The room could not be loaded. The service may have a new version: reload the page.',
		reload: 'Reload',
		tenant: 'Tenant',
	},
	{
		...{ skip: 'Ir para o conteúdo', opening: 'Abrindo o console …', rooms: 'Salas' },
		...{ language: 'Idioma', theme: 'Tema', light: 'Claro', dark: 'Escuro', system: 'Como o sistema' },
		...{ signIn: 'Entrar', signOut: 'Sair' },
		over: 'Sua sessão terminou. Entre de novo para continuar: o que você digitou ainda está aqui.',
		signInLead: 'Veja o que espera uma decisão, o que seus agentes fazem e por quê, e quanto custa.',
		key: 'Chave de API',
		keyHelp: 'Um administrador cria uma com `troupe key create`. Na máquina do serviço, `troupe console` mostra um link para entrar.',
		...{ show: 'Mostrar', hide: 'Ocultar', missing: 'Esta sala não existe.', toInbox: 'Para a caixa de entrada' },
		refused: 'Sua chave não abre esta sala.',
		refusedHelp: (scopes) => `É preciso ter ${scopes}. Fale com um administrador.`,
		loadFailed: 'Não foi possível carregar a sala. O serviço pode ter uma nova versão: recarregue a página.',
		reload: 'Recarregar',
		tenant: 'Tenant',
	},
);
