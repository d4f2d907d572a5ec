import type { ManifestSummary } from '../registry-api';
import { ManifestIndex } from './manifest-words';
import { rankMatches } from './rank-matches';
import { slowTest } from '../../../test/support/slow-tests';

function summary(name: string, version: string, more: Partial<ManifestSummary> = {}): ManifestSummary {
	const sha256 = `${name}${version}`;
	return {
		...{ sha256, kind: 'agent', name, version, state: 'approved', revision: 1, keyId: 'k', author: 'a', approvals: [], threshold: 1 },
		...{ capabilities: [], publishedAt: '2026-11-20T12:00:00.000Z' },
		...more,
	};
}

const crm = summary('crm-reader', '1.4.0', { capabilities: ['crm.read'], purpose: 'Looks up customers in the CRM.' });
const sync = summary('sync', '2.0.0', { capabilities: ['crm.write', 'mail.read'], purpose: 'Keeps the CRM in order.' });
const librarian = summary('librarian', '1.0.0', { capabilities: ['documents.search'], purpose: 'Reads the handbook for customers.' });
const cobranca = summary('cobranca', '1.0.0', {
	capabilities: ['faturas.emitir'],
	purpose: 'Envia cobranças e emite faturas aos clientes.',
});
const all = [librarian, cobranca, sync, crm];

const asked = (question: string, manifests = all) =>
	rankMatches({ question }, manifests).map(({ manifest, score }) => [manifest.name, score]);

describe('who can do what is asked', () => {
	it('is found in English, with a score and the reasons', () => {
		const [first, second, third, ...others] = rankMatches({ question: 'Who can read a CRM?' }, all);
		expect(first).toMatchObject({ manifest: crm, score: 0.95, reasons: ['its capability crm.read says read, crm'], warnings: [] });
		expect(second).toMatchObject({ manifest: sync, score: 0.9, reasons: ['its capabilities say read, crm'] });
		expect(third).toMatchObject({ manifest: librarian, reasons: ['its purpose says read', 'nothing says crm'] });
		expect(third!.score).toBeLessThan(0.5);
		expect(others).toEqual([]);
	});

	it('is found in Portuguese, in another inflection and without accents', () => {
		for (const question of ['Quem envia uma cobrança?', 'quem pode enviar cobrancas', 'quem emite faturas para o cliente?'])
			expect(asked(question)[0]![0]).toBe('cobranca');
		expect(asked('Quem pode ler um CRM?').map(([name]) => name)).toEqual(['crm-reader', 'sync']);
	});

	it('is best where the capability is named word for word', () => {
		expect(asked('Who has crm.read?')[0]).toEqual(['crm-reader', 1]);
		expect(asked('crm.write')[0]).toEqual(['sync', 1]);
		expect(asked('Who can read?')[0]![1]).toBeLessThan(1);
	});

	it('knows the words of a capability however they are joined', () => {
		const camel = summary('camel', '1.0.0', { capabilities: ['readCrmContacts'] });
		expect(asked('read crm contacts', [camel])).toEqual([['camel', 0.95]]);
	});

	it('is nobody where nothing of it is said, or nothing is asked', () => {
		expect(asked('Who repairs bicycles?')).toEqual([]);
		expect(asked('Who can?')).toEqual([]);
	});
});

describe('every capability that is asked for', () => {
	it('has to be there: word for word, or in all its words', () => {
		expect(rankMatches({ capabilities: ['crm.read'] }, all).map(({ manifest, score }) => [manifest.name, score])).toEqual([
			['crm-reader', 1],
			['sync', 0.9],
		]);
		expect(rankMatches({ capabilities: ['crm.write', 'mail.read'] }, all)).toMatchObject([
			{ manifest: sync, score: 1, reasons: ['has the capability crm.write', 'has the capability mail.read'] },
		]);
		expect(rankMatches({ capabilities: ['crm.read', 'documents.search'] }, all)).toEqual([]);
	});
});

describe('a name and a range', () => {
	const versions = [
		summary('support', '1.2.0'),
		summary('support', '1.10.0'),
		summary('support', '1.11.0', { state: 'deprecated', successor: '2.0.0', reason: 'slow' }),
		summary('support', '1.12.0', { state: 'revoked' }),
		summary('support', '1.13.0', { state: 'draft' }),
		summary('support', '2.0.0'),
		summary('support', '2.1.0-beta.1'),
	];
	const found = (range?: string, manifests = versions) =>
		rankMatches({ name: 'support', range }, manifests).map(({ manifest }) => manifest.version);

	it('give the highest approved one first, then deprecated ones with their successor; never a revoked one or a draft', () => {
		expect(found('^1.2')).toEqual(['1.10.0', '1.2.0', '1.11.0']);
		expect(found()).toEqual(['2.0.0', '1.10.0', '1.2.0', '1.11.0']);
		expect(rankMatches({ name: 'support', range: '1.11.x' }, versions)).toMatchObject([
			{ score: 1, reasons: ['is named support', '1.11.0 is in 1.11.x'], warnings: ['support 1.11.0 is deprecated: use 2.0.0 (slow)'] },
		]);
	});

	it('come out the same in whatever order the manifests come', () => {
		expect(found('*', versions.toReversed())).toEqual(found('*'));
		expect(rankMatches({ question: 'crm customers' }, all.toReversed())).toEqual(rankMatches({ question: 'crm customers' }, all));
	});

	it('give an instance what a rollout gives it', () => {
		const rollout = {
			id: 'r',
			kind: 'agent' as const,
			package: 'support',
			from: '1.10.0',
			to: '2.0.0',
			percent: 0,
			state: 'running' as const,
		};
		const given = (percent: number, range = '*') =>
			rankMatches({ name: 'support', range, instance: 'i' }, versions, [{ ...rollout, percent }]).map(({ manifest }) => manifest.version);
		expect([given(0), given(100), given(100, '^1')]).toEqual([['1.10.0'], ['2.0.0'], ['1.10.0']]);
	});

	it('are bounded, and have to be such', () => {
		expect(rankMatches({ limit: 2 }, all)).toHaveLength(2);
		expect(rankMatches({}, all)).toHaveLength(4);
		const tooMany = Array.from({ length: 21 }, (_, index) => `area${index}.read`);
		const wrong = [{ range: 'newest' }, { limit: 0 }, { question: 'x'.repeat(2_001) }, { capabilities: tooMany }];
		for (const request of [...wrong, { capabilities: ['x'.repeat(201)] }]) expect(() => rankMatches(request, all)).toThrow('is wrong');
	});
});

it('knows the words of manifests that it was asked about before, and those of new ones', () => {
	const index = new ManifestIndex();
	const ask = (question: string, manifests = all) => rankMatches({ question }, manifests, [], index);
	expect(ask('Who repairs bicycles?')).toEqual([]);
	const mechanic = summary('mechanic', '1.0.0', { capabilities: ['bicycles.repair'] });
	expect(ask('Who repairs bicycles?', [...all, mechanic])).toEqual(rankMatches({ question: 'Who repairs bicycles?' }, [mechanic]));
	for (const question of ['Who can read a CRM?', 'quem emite faturas para o cliente?', 'crm.write'])
		expect([ask(question), ask(question)]).toEqual(Array(2).fill(rankMatches({ question }, all)));
});

slowTest('ranks ten thousand manifests, one of each name', () => {
	const many = Array.from({ length: 10_000 }, (_, index) =>
		summary(`agent-${index % 5_000}`, `1.${Math.floor(index / 5_000)}.0`, {
			capabilities: [`area${index % 50}.read`, 'mail.send'],
			purpose: `Reads area ${index % 50} and answers questions about it.`,
		}),
	);
	const matches = rankMatches({ question: 'Who can read area7?', limit: 100 }, many);
	expect(matches).toHaveLength(100);
	expect(matches[0]).toMatchObject({ manifest: { name: 'agent-1007', version: '1.1.0' }, score: 0.95 });
});
