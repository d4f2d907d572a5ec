import { findConcepts } from './concepts';

test.each([
	['verify', 'verificacao', 'verifica'],
	['password', 'senha', 'contrasenas'],
	['refund', 'reembolso', 'erstattung'],
])('“%s”, “%s” and “%s” are about the same', (english, portuguese, other) => {
	const [concept] = findConcepts(english);
	expect(concept).toBeDefined();
	expect(findConcepts(portuguese)).toContain(concept);
	expect(findConcepts(other)).toContain(concept);
});

test('a word without a stem is only itself', () => {
	expect(findConcepts('you')).toEqual(['you']);
	expect(findConcepts('young')).not.toContain('you');
});
