/** Words about a text that lower what is found beside them: who reports, prevents, treats or tells does not do it. English, Portuguese and Spanish. */
export const contextClasses = {
	REPORTS: `said says reports reported reporting newspaper headline police court judge sentenced convicted accused trial witness victim documentary historian history museum minister law
		wrote writes user asked whether article study survey research film movie novel paperback thriller episode rated quote quoted
		disse diz dizem jornal manchete policia tribunal juiz condenado condenada acusado acusada julgamento vitima documentario historia museu ministro ministra lei crime
		escreveu usuario perguntou artigo estudo pesquisa filme romance livro classificacao citou noticia noticiario
		dijo dice periodico titular tribunal juez condenado acusado juicio victima documental historia museo ley delito escribio usuario pregunto articulo estudio pelicula novela libro`,
	HELPS: `prevent prevents preventing prevention helpline hotline campaign therapy therapist treatment patient counselling counselor awareness protect protects victims support moderation moderator moderators
		policy guideline report reporting safely dispose alone disposal vet
		prevencao prevenir previne combate combater campanha terapia terapeuta tratamento paciente conscientizacao proteger protecao vitimas apoio moderacao moderador
		denuncia denuncio denunciar denuncias verificar favor ligue sozinho sozinha descarto descartar ficha
		prevencion prevenir campana terapia tratamiento paciente proteger victimas apoyo moderacion denunciar denuncia`,
} as const;
