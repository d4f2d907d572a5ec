import { defineWords } from '../../words/words';

export const exportWords = defineWords(
	{
		...{ title: 'Export', what: 'What', usage: 'Usage', runs: 'Runs', audit: 'Audit log', format: 'Format' },
		...{ from: 'First day', to: 'Last day', start: 'Start export', name: 'File', state: 'State', begun: 'Begun' },
		lead: 'The service writes the file in the background, and keeps it for a week. Days are in UTC. Usage is by what is chosen above.',
		empty: 'No export was made in the last week.',
		...{ queued: 'waits', running: 'is written', completed: 'ready', failed: 'failed', cancelled: 'cancelled', interrupted: 'interrupted' },
		...{
			download: 'Download',
			cancel: 'Cancel',
			downloadOf: (name: string) => `Download ${name}`,
			cancelOf: (name: string) => `Cancel ${name}`,
		},
		rows: (count: string) => `${count} rows`,
		ready: (name: string) => `${name} is ready.`,
		notReady: (name: string) => `${name} was not written.`,
		wrongDays: 'The last day is before the first.',
	},
	{
		...{ title: 'Exportação', what: 'O quê', usage: 'Uso', runs: 'Execuções', audit: 'Registro de auditoria', format: 'Formato' },
		...{ from: 'Primeiro dia', to: 'Último dia', start: 'Iniciar exportação', name: 'Arquivo', state: 'Estado', begun: 'Início' },
		lead: 'O serviço grava o arquivo em segundo plano e o guarda por uma semana. Os dias são em UTC. O uso é agrupado pelo que está escolhido acima.',
		empty: 'Nenhuma exportação foi feita na última semana.',
		...{
			queued: 'na fila',
			running: 'gravando',
			completed: 'pronto',
			failed: 'falhou',
			cancelled: 'cancelado',
			interrupted: 'interrompido',
		},
		...{ download: 'Baixar', cancel: 'Cancelar', downloadOf: (name) => `Baixar ${name}`, cancelOf: (name) => `Cancelar ${name}` },
		rows: (count) => `${count} linhas`,
		ready: (name) => `${name} está pronto.`,
		notReady: (name) => `${name} não foi gravado.`,
		wrongDays: 'O último dia é anterior ao primeiro.',
	},
);
