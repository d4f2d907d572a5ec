import { defineWords, plural } from '../../words/words';

export const processesWords = defineWords(
	{
		...{ title: 'Processes', instances: 'Instances', definitions: 'Definitions', parts: 'Parts of the room', views: 'Instances by state' },
		...{ process: 'Process', key: 'Key', version: 'Version', state: 'State', began: 'Began', took: 'Took', all: 'All', id: 'ID' },
		...{ ACTIVE: 'active', COMPLETED: 'completed', TERMINATED: 'cancelled', incident: 'incident', incidents: 'with incidents' },
		...{ open: 'open', none: 'No instance fits these filters.', clear: 'Clear the filters', file: 'File' },
		noneYet: 'Deploy a process with `troupe process deploy FILE`, then start it: its instances are listed here.',
		noDefinition: 'No process is deployed. Deploy one with `troupe process deploy FILE`.',
		...{ more: (count: string) => `${count} or more`, allProcesses: 'all processes', showInstances: 'Its instances' },
		choose: (name: string) => `Choose ${name}`,
		chosen: (count: number) => `${plural(count, 'instance', 'instances')} chosen`,
		...{ cancelChosen: 'Cancel them', cancelLead: 'They end for good, with all that runs in them. What was done is not undone.' },
		cancelled: (count: number) => `${plural(count, 'instance is', 'instances are')} cancelled.`,
	},
	{
		...{ title: 'Processos', instances: 'Instâncias', definitions: 'Definições', parts: 'Partes da sala', views: 'Instâncias por estado' },
		...{ process: 'Processo', key: 'Chave', version: 'Versão', state: 'Estado', began: 'Início', took: 'Duração', all: 'Todas', id: 'ID' },
		...{ ACTIVE: 'ativa', COMPLETED: 'concluída', TERMINATED: 'cancelada', incident: 'incidente', incidents: 'com incidentes' },
		...{
			open: 'em aberto',
			none: 'Nenhuma instância com estes filtros.',
			clear: 'Limpar os filtros',
			file: 'Arquivo',
		},
		noneYet: 'Implante um processo com `troupe process deploy FILE` e inicie-o: as instâncias aparecem aqui.',
		noDefinition: 'Nenhum processo implantado. Implante um com `troupe process deploy FILE`.',
		...{ more: (count) => `${count} ou mais`, allProcesses: 'todos os processos', showInstances: 'As instâncias' },
		choose: (name) => `Escolher ${name}`,
		chosen: (count) => plural(count, 'instância escolhida', 'instâncias escolhidas'),
		...{
			cancelChosen: 'Cancelá-las',
			cancelLead: 'Elas terminam de vez, com tudo o que está em curso nelas. O que foi feito não é desfeito.',
		},
		cancelled: (count) => plural(count, 'instância cancelada.', 'instâncias canceladas.'),
	},
);
