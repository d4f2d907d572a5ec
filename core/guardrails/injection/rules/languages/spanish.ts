import type { Phrases } from '../../rule';

/** Spanish phrases by rule, besides those that share their words with Portuguese. */
export const spanish = {
	override: [
		[0.5, 'no ~2 caso ~2 documento|documentos|texto|contexto|articulo'],
		[0.5, 'ignora ~1 el|los|todo ~1 documento|documentos|texto|contexto ~2 y ~1 di|escribe|dime'],
		[0.5, 'saltate|salta|quitate|quita ~2 RULES|LIMITS'],

		[0.55, 'tira|echa|olvida|manda|deja ~5 que ~4 te ~4 metido|ensenado|inculcado|dicho|enseno|metio|TOLD'],
		[0.5, 'olvida|olvidate ~1 quien ~2 deberias|eres|debes|tienes'],
		[0.5, 'YOUR ~1 memoria|contexto|cabeza ~5 borrada|borrado|reiniciada|vacia|limpiada'],
		[0.5, 'pasa|paso|olvidate|ignora ~1 de ~2 las|los ~1 normas|reglas|reglamento ~2 de|la'],
		[0.5, 'ignora|ignore|incumple|saltate ~1 el|las ~1 reglamento|normas|reglas'],

		[0.55, 'olvida|olvidate|ignora|olvidar|pasa ~2 todo ~6 TOLD|anterior|antes|arriba|sabes|previo'],
		[0.6, 'deja|dejen|dejar|echa|tira ~3 lado|atras|aparte ~4 RULES|CORE'],
		[0.6, 'deja|olvida|aparca|tira ~4 RULES ~3 lado|atras|aparte|basura'],
		[0.65, 'ignorar|olvidar|desatender|omitir ~3 RULES ~2 PRIOR'],
		[0.55, 'haz|hagas|hacer|di ~3 contrario ~5 TOLD|RULES'],
		[0.5, 'reiniciate|reseteate'],
		[0.4, 'empieza|empezar|arranca ~1 de ~1 cero|nuevo ~6 sin|nada|como'],
		[0.45, 'deja|dejate|basta|olvida ~3 atencion|servicio ~1 al? ~1 cliente'],
	],
	disobey: [
		[0.55, 'no ~1 estas ~1 atado|sujeto|obligado|limitado|ligado ~4 RULES|politica|normas'],

		[0.4, 'basta|nada|fuera ~1 de|con ~2 educacion|modales|reglas|politica|normas'],

		[
			0.55,
			'RULES ~6 quedan|quedaron|estan|fueron|han|son ~2 anuladas|anulados|derogadas|suspendidas|eliminadas|canceladas|invalidas|quitadas',
		],
		[0.55, 'no ~3 preocupes|importan|importes|fijes|ligues ~2 YOUR ~1 RULES|CORE'],
		[0.45, 'RULES ~5 no ~2 aplican|valen|cuentan|rigen|sirven'],
		[0.55, 'KEEPER|AUTHORITY ~1 te ~1 quito|quitaron|elimino|retiro|levanto ~2 RULES|LIMITS'],
		[0.45, 'ya ~2 puedes ~2 hacer|decir ~2 cualquier|todo|lo|cosa?'],
	],
	newInstructions: [
		[0.45, 'di|confiesa|escribe ~1 que ~1 odias|detestas|amas|eres'],

		[0.55, 'solo|unicamente ~2 haces|harias|obedeces|escuchas|haras ~2 caso|a ~1 a? ~1 mi|me'],
		[0.5, 'YOUR ~1 nueva|nuevo|verdadera|autentica ~1 tarea|mision|objetivo|funcion|rol|jefe'],
		[0.5, 'tarea|mision|orden|trabajo ~1 de ~1 verdad'],
		[0.5, 'haz|hagas|haces|haras ~2 que ~1 yo ~1 te? ~1 diga|digo|mande|quiera|pida'],
		[0.5, 'solo|unicamente ~1 cuenta|vale|importa ~2 este|esta|mi|lo'],
	],
	role: [
		[0.5, 'no ~1 tuvieras|tuvieses|tienes ~2 RULES|LIMITS'],

		[0.5, 'que ~1 rompe|ignora|incumple|desprecia ~2 ALL|cada|todas|las ~2 RULES|regla|reglas|normas|norma'],
		[0.4, 'desde|a|partir ~2 aqui|ahora|ya ~1 eres'],
		[0.4, 'se|ponte|sea ~1 grosero|borde|maleducado|cruel ~3 conmigo|proposito|queriendo?'],
		[0.4, 'insultame|ofendeme|humillame'],

		[0.5, 'como ~1 si ~1 no ~1 tuvieras|hubiera|existieran ~2 ALL|ninguna|ningun|RULES|LIMITS'],
		[0.5, 'imagina|imaginate|supon|finge ~2 eres ~4 sin|malvada|malo|mala ~2 LIMITS|ia|etica'],
		[0.5, 'ya no eres ~6 asistente|bot|chatbot|agente|robot|empresa'],
		[0.45, 'adopta|asume|toma|interpreta ~1 el ~1 papel|rol ~8 no|sin|hacker|dictador|malvado'],
		[0.4, 'sin ~1 filtros|censura|moral|reglas|limites|restricciones ~6 responde|contesta|dime|habla|eres'],
		[0.4, 'ahora ~1 eres ~2 un|una|mi|el|la'],
	],
	promptExfiltration: [
		[0.5, 'cual|que|quien ~1 fue|era|fueron ~2 frase|linea|texto|palabras ~1 antes|anterior|previa|encima ~2 esta|este|esto'],
		[0.5, 'deletrea|deletreame ~3 contrasena|clave|palabra'],
		[0.5, 'YOUR ~1 palabra|clave|codigo|contrasena secreta|secreto|prohibida'],
		[0.5, 'palabra|frase|tema ~2 que ~1 no ~3 permitido|puedes|debes|dejan'],
		[0.5, 'repite|muestra|imprime|ensename ~2 todo ~4 recibido|recibiste|visto|leido'],
		[0.55, 'que|cuales ~1 RULES ~1 tienes|debes|sigues|cumples|has'],
		[0.5, 'haz|actua|juega|finge ~3 chatbot|bot|ia|asistente ~3 que ~5 prompt|instrucciones|reglas|secretos'],
		[0.55, 'codifica|cifra|encripta ~1 YOUR ~1 RULES|CORE|PROMPT'],

		[0.55, 'de que|cuales? ~1 no ~1 puedes|debes|dejan ~1 hablar|decir|contar'],
		[0.5, 'que ~2 no ~1 puedes|debes ~1 hablar|decir|contar|revelar'],
		[0.55, 'texto|frases|palabras ~4 con ~2 que|cual ~2 empiezas|comienzas|inicias|arrancas'],
		[0.5, 'texto en ~1 bruto|crudo'],
		[0.5, 'frases|texto|palabras|lineas ~3 escribieron|escritas|pusieron|metieron ~3 antes ~3 yo|llegara|llegar'],
		[0.5, 'ensename|muestrame|dame|vuelca ~2 YOUR ~1 configuracion|ajustes|parametros'],
		[0.5, 'confiesa|admite ~6 te ~2 contaron|dijeron|TOLD'],

		[0.55, 'que|cual|como|quien ~1 te ~3 TOLD ~8 KEEPER|antes|no|decir|conversacion|exactamente'],
		[0.55, 'texto|mensaje|frase|instrucciones|palabras ~5 te ~1 TOLD'],
		[0.55, 'temas|tema|cosas|asuntos ~4 te ~2 prohiben|prohibieron|impiden|mandaron|dejan'],
		[0.55, 'REVEAL ~6 mensaje|texto|prompt ~2 sistema|inicial|configuracion'],
		[0.5, 'YOUR ~1 primer|primera|inicial ~1 mensaje|frase|linea|instruccion'],
		[0.6, 'repite|repiteme|escribe|copia|muestra ~4 lo|todo|texto ~4 encima|arriba|antes|sobre ~2 esta|este|mi|linea'],
		[
			0.55,
			'ensename|muestrame|muestra|dime|dame|revela|revelame|traduce|traduceme|mandame|resume|enumera|cuentame ~3 tus|tu ~2 RULES|CORE|PROMPT|configuracion',
		],
		[0.5, 'parte|contenido|seccion SYSTEM ~4 TOLD|indicaciones|instrucciones|te'],
		[0.55, 'contrasena|clave|secreto|palabra ~3 que ~1 debes|tienes|te ~3 proteger|guardar|ocultar|esconder'],
	],
	refusal: [
		[0.5, 'tienes|debes|vas ~2 responder|contestar|decir ~3 si|afirmativamente'],

		[0.5, 'contesta|responde ~2 a ~1 todo ~5 palabra|solo|con'],

		[0.5, 'empieza|comienza|inicia ~1 YOUR|la|cada ~1 respuesta ~1 con|por'],
		[0.5, 'responde|contesta|di ~2 todo|cualquier ~4 si|amo|senor'],
		[0.4, 'sin|no|ninguna ~2 advertencia|advertencias|avisos|excusas|disculpas|sermones'],
	],
	authority: [
		[0.3, 'te ~1 estoy ~1 probando|testeando|auditando'],

		[0.45, 'soy ~2 administrador|admin|desarrollador|tecnico ~8 mantenimiento|modo|configuracion|ensename'],

		[0.5, 'como ~1 YOUR AUTHORITY ~4 ordeno|mando|exijo|autorizo|permito|pido'],
		[0.4, 'te ordeno'],
	],
	addressAssistant: [
		[
			0.35,
			'ASSISTANT|agente ~6 debe|deben|tiene|tienen ~5 dar|pedir|enviar|reenviar|cerrar|borrar|decir|responder|aprobar|pagar|recomendar',
		],
		[0.42, 'modelos|modelo|MACHINE|bots ~3 deben|debe|deberian|tienen ~6 dar|darle|decir|poner|responder|recomendar|reenviar|mencionar'],
		[0.42, 'ASSISTANT ~2 ia|virtual|este|de ~1 transfiere|reenvia|envia|borra|responde|paga|ignora'],

		[
			0.35,
			'cuando|al|antes ~3 resumas|resuma|resumir|respondas|responder|puntues|puntuar|leas ~5 di|omite|deja|menciona|escribe|dale|incluye|agrega|pon',
		],
		[0.45, 'MACHINE|ASSISTANT ~6 lean|lea|procesen|resuman|leen ~3 deben|debe|tienen|han'],
		[0.3, 'al ASSISTANT ~2 de|que ~1 este|esta|lea'],
	],
	answerControl: [
		[0.32, 'cada|toda|tus|tu ~1 ANSWER ~3 debe|deben|tiene ~3 rimar|mayusculas|latin|verso'],
		[0.35, 'presentalas|presentala|presentalo|describelo|muestralas ~4 YOUR|el ~1 resumen|respuesta'],

		[0.35, 'termina|cierra|acaba|finaliza ~1 YOUR|cada|la ~1 respuesta ~1 con'],
		[0.35, 'puntuacion|nota|calificacion maxima'],
		[0.35, 'responde|contesta|escribe ~3 solo|unicamente ~1 en ~1 latin|ingles|mayusculas|rimas|verso|klingon'],
	],
	conceal: [
		[0.35, 'no ~2 digas|cuentes|menciones|informes ~2 USER'],
		[0.35, 'no ~2 menciones|menciona|digas|cuentes|avises'],
	],
	toolAbuse: [
		[0.35, 'cambia|restablece|resetea ~3 contrasena|clave ~4 a ~2 y|confirma?'],
		[0.35, 'saltate|omite ~3 aprobacion|revision|verificacion|control'],
	],
} satisfies Record<string, Phrases>;
