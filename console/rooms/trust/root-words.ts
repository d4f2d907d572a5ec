import { defineWords, plural } from '../../words/words';

/** The texts of keys, roots and the revocation drill. */
export const rootWords = defineWords(
	{
		edition: (version: number) => `Edition ${version} of the root decides who may sign what. Signed`,
		development: 'a development root: no person vouches for it',
		...{ keys: 'Keys of the root', owner: 'Owner', role: 'Role', key: 'Key', state: 'State', noKeys: 'The root has no key.' },
		roleOf: (role: string, threshold: number) => `${role}, ${threshold} needed`,
		...{ signs: 'signs', retired: 'retired', revoked: 'revoked', ends: 'What ends next', what: 'What', endsAt: 'Ends' },
		...{ nothingEnds: 'Nothing ends.', ended: 'has ended', soon: 'within 30 days', later: 'later', renewed: 'renewed by itself' },
		...{ root: 'Root, edition', snapshot: 'Snapshot', token: 'Access token of', apiKey: 'API key', drill: 'What would stop?' },
		drillLead: 'Shows what would stop on all machines if a version or a key were revoked now. Nothing is changed.',
		...{ target: 'Version or key', targetHelp: 'Such as agent:support@1.2.0, the SHA-256 of a manifest, or the id of a key' },
		wouldStop: (what: string, count: number) =>
			count === 0 ? `${what}: no version would stop` : `${what}: ${plural(count, 'version would stop', 'versions would stop')}`,
		...{ stops: 'Versions', callers: 'Agents and templates that call them', processes: 'Processes that call them', rollouts: 'Rollouts' },
		...{ machines: 'Machines that run them', roles: 'Keys that are left', people: 'People' },
		running: (count: number) => plural(count, 'instance runs', 'instances run'),
		rollout: (from: string, to: string, state: string) => `${from} to ${to} becomes ${state}`,
		...{ gone: 'gone', noSuccessor: 'nothing runs in its place', successor: (version: string) => `${version} runs in its place` },
		enough: (role: string, left: number, threshold: number) => `${role}: ${left} left, ${threshold} needed`,
		notEnough: (role: string, left: number, threshold: number) => `${role}: ${left} left, ${threshold} needed. Nobody can do this work.`,
		tokensEnd: (person: string) => `${person} has no other key: their access tokens end.`,
		leftOut: (part: string, scope: string) => `${part}: left out, because you do not have the right ${scope}.`,
		isCut: 'There are more versions, callers or processes than were read.',
		unchanged: 'Nothing was changed.',
	},
	{
		edition: (version) => `A edição ${version} da raiz decide quem pode assinar o quê. Assinada`,
		development: 'raiz de desenvolvimento: ninguém responde por ela',
		...{ keys: 'Chaves da raiz', owner: 'Dono', role: 'Papel', key: 'Chave', state: 'Estado', noKeys: 'A raiz não tem chave.' },
		roleOf: (role, threshold) => `${role}, ${plural(threshold, 'necessária', 'necessárias')}`,
		...{ signs: 'assina', retired: 'aposentada', revoked: 'revogada', ends: 'O que termina a seguir', what: 'O quê', endsAt: 'Termina' },
		...{ nothingEnds: 'Nada termina.', ended: 'terminou', soon: 'em 30 dias', later: 'depois', renewed: 'renova-se sozinho' },
		...{ root: 'Raiz, edição', snapshot: 'Snapshot', token: 'Token de acesso de', apiKey: 'Chave de API', drill: 'O que pararia?' },
		drillLead: 'Mostra o que pararia em todas as máquinas se uma versão ou uma chave fosse revogada agora. Nada é alterado.',
		...{ target: 'Versão ou chave', targetHelp: 'Como agent:support@1.2.0, o SHA-256 de um manifesto, ou o id de uma chave' },
		wouldStop: (what, count) =>
			count === 0 ? `${what}: nenhuma versão pararia` : `${what}: ${plural(count, 'versão pararia', 'versões parariam')}`,
		...{ stops: 'Versões', callers: 'Agentes e modelos que as chamam', processes: 'Processos que as chamam', rollouts: 'Rollouts' },
		...{ machines: 'Máquinas que as executam', roles: 'Chaves que restam', people: 'Pessoas' },
		running: (count) => plural(count, 'instância em curso', 'instâncias em curso'),
		rollout: (from, to, state) => `de ${from} a ${to} passa a ${state}`,
		...{ gone: 'ausente', noSuccessor: 'nada roda no lugar', successor: (version) => `${version} roda no lugar` },
		enough: (role, left, threshold) => `${role}: ${plural(left, 'resta', 'restam')}, ${plural(threshold, 'necessária', 'necessárias')}`,
		notEnough: (role, left, threshold) =>
			`${role}: ${plural(left, 'resta', 'restam')}, ${plural(threshold, 'necessária', 'necessárias')}. Ninguém pode fazer esse trabalho.`,
		tokensEnd: (person) => `${person} não tem outra chave: seus tokens de acesso terminam.`,
		leftOut: (part, scope) => `${part}: fora da resposta, porque você não tem o direito ${scope}.`,
		isCut: 'Há mais versões, chamadores ou processos do que os lidos.',
		unchanged: 'Nada foi alterado.',
	},
);
