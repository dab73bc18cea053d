/** Responses and instructions of our own, so that every type of instruction has both verdicts. */

const LETTER = `Dear [name],

Weekend plans are made: we meet at the harbour, Dr. Lindqvist brings the boat, and Mrs. Okafor the bread. It costs $5.50 each. Isn't that cheap? Bring warm clothes! The wind is strong, e.g. last week it took my hat...

P.S. The boat leaves at 9 a.m. sharp. P. P. S. Do not be late.`

const LIST = `# *Three* rules for a small garden

* Water it early, before the sun is high.
* Cut nothing in **May**; the birds nest.
- Leave the nettles [in one corner].

Section 1: soil. Section 2: seeds. SECTION 3 is about patience.`

const TWO = `The river is slow here.
******
The river is fast here.`

const PARAGRAPHS = `First comes the plan.

"Weekend," she said, and closed the book.

***

Then comes the work. No. 5 stays behind; J. Varga and A. Berg go on. They live in the U.S. The others do not.`

const JSON_ANSWER = `\`\`\`json
{"city": "Lyon", "river": ["Rhône", "Saône"], "people": 522000, "unknown": NaN}
\`\`\``

const CAPITALS = `THIS HOUSE IS OLD AND THE ROOF LEAKS WHEN IT RAINS. DON'T GO UP THERE. WE CANNOT MEND IT BEFORE SUMMER, SAYS THE U.N. ENGINEER.`

const LANGUAGES = [
  'Das Haus steht am Rand des Dorfes, und im Winter hört man dort nur den Wind in den Bäumen.',
  'La maison se trouve au bord du village, et en hiver on n’y entend que le vent dans les arbres.',
  'La casa está al borde del pueblo y en invierno solo se oye el viento entre los árboles.',
  'Дом стоит на краю деревни, и зимой там слышен только ветер в деревьях.',
  'यह घर गाँव के किनारे पर है और सर्दियों में वहाँ केवल हवा की आवाज़ सुनाई देती है।',
  'घर गावाच्या काठावर आहे आणि हिवाळ्यात तिथे फक्त वाऱ्याचा आवाज ऐकू येतो.',
  'Nyumba iko pembezoni mwa kijiji, na wakati wa baridi husikika upepo tu kwenye miti.',
  '집은 마을 끝에 있고 겨울에는 나무 사이로 부는 바람 소리만 들린다.',
  'บ้านอยู่ที่ชายหมู่บ้าน และในฤดูหนาวได้ยินเพียงเสียงลมในต้นไม้',
  'Ngôi nhà nằm ở rìa làng, và vào mùa đông chỉ nghe thấy tiếng gió trong cây.',
]

const TEXTS: readonly string[] = [
  LETTER,
  LIST,
  TWO,
  PARAGRAPHS,
  JSON_ANSWER,
  CAPITALS,
  'My answer is maybe. I would ask again in spring.',
  '<<The Boat>>\nthe boat is small, but it carries all of us; the sea is calm and we row.',
  '"Quoted from the first word to the last one."',
  'Name three rivers of France.\nThe Loire, the Seine, the Rhône.',
  'Anything else? Is there anything else I can help with?',
  '',
  '1. Boats\n2. Boats\n3. More boats, boats, boats!',
]

/** What answers of models vary in: case, quotes, first and last lines, stars, dividers. */
const CHANGES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => `"${text}"`,
  (text) => `Sure, here it is:\n\n${text}`,
  (text) => `${text}\n\nI hope this helps!`,
  (text) => text.replaceAll('. ', '.\n***\n'),
]

/** Every change of every text; those in other languages as they are and with a line behind. */
export const OWN_RESPONSES: readonly string[] = [
  ...TEXTS.flatMap((text) => CHANGES.map((change) => change(text))),
  ...LANGUAGES.flatMap((text) => [text, `${text}\n\nI hope this helps!`]),
]

/** Each type at least once, with kwargs that some of the responses follow and some do not. */
export const OWN_INSTRUCTIONS: readonly (readonly [id: string, kwargs: object])[] = [
  ['keywords:existence', { keywords: ['boat', 'wind'] }],
  ['keywords:existence', { keywords: ['river'] }],
  ['keywords:frequency', { keyword: 'boat', frequency: 3, relation: 'at least' }],
  ['keywords:frequency', { keyword: 'the', frequency: 2, relation: 'less than' }],
  ['keywords:forbidden_words', { forbidden_words: ['boat', 'slow'] }],
  ['keywords:forbidden_words', { forbidden_words: ['is'] }],
  ['keywords:letter_frequency', { letter: 'e', let_frequency: 10, let_relation: 'at least' }],
  ['keywords:letter_frequency', { letter: 'n', let_frequency: 4, let_relation: 'less than' }],
  ['language:response_language', { language: 'de' }],
  ['language:response_language', { language: 'hi' }],
  ['language:response_language', { language: 'mr' }],
  ['language:response_language', { language: 'sw' }],
  ['language:response_language', { language: 'en' }],
  ['length_constraints:number_sentences', { num_sentences: 3, relation: 'at least' }],
  ['length_constraints:number_sentences', { num_sentences: 7, relation: 'at least' }],
  ['length_constraints:number_sentences', { num_sentences: 2, relation: 'less than' }],
  ['length_constraints:number_paragraphs', { num_paragraphs: 1 }],
  ['length_constraints:number_paragraphs', { num_paragraphs: 2 }],
  ['length_constraints:number_words', { num_words: 20, relation: 'at least' }],
  ['length_constraints:number_words', { num_words: 12, relation: 'less than' }],
  [
    'length_constraints:nth_paragraph_first_word',
    { num_paragraphs: 3, nth_paragraph: 2, first_word: 'weekend' },
  ],
  [
    'length_constraints:nth_paragraph_first_word',
    { num_paragraphs: 4, nth_paragraph: 2, first_word: 'Weekend' },
  ],
  ['detectable_content:number_placeholders', { num_placeholders: 1 }],
  ['detectable_content:postscript', { postscript_marker: 'P.S.' }],
  ['detectable_content:postscript', { postscript_marker: 'P.P.S' }],
  ['detectable_content:postscript', { postscript_marker: 'Section' }],
  ['detectable_format:number_bullet_lists', { num_bullets: 3 }],
  ['detectable_format:constrained_response', {}],
  ['detectable_format:number_highlighted_sections', { num_highlights: 2 }],
  ['detectable_format:number_highlighted_sections', { num_highlights: 3 }],
  ['detectable_format:multiple_sections', { section_spliter: 'Section', num_sections: 2 }],
  ['detectable_format:multiple_sections', { section_spliter: 'SECTION', num_sections: 1 }],
  ['detectable_format:json_format', {}],
  ['detectable_format:title', {}],
  ['combination:two_responses', {}],
  ['combination:repeat_prompt', { prompt_to_repeat: 'Name three rivers of France.' }],
  ['startend:end_checker', { end_phrase: 'Is there anything else I can help with?' }],
  ['startend:end_checker', { end_phrase: 'boats!' }],
  ['startend:quotation', {}],
  ['change_case:capital_word_frequency', { capital_frequency: 4, capital_relation: 'at least' }],
  ['change_case:capital_word_frequency', { capital_frequency: 26, capital_relation: 'at least' }],
  ['change_case:capital_word_frequency', { capital_frequency: 2, capital_relation: 'less than' }],
  ['change_case:english_capital', {}],
  ['change_case:english_lowercase', {}],
  ['punctuation:no_comma', {}],
]
