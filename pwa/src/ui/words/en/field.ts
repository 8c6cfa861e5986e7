import type { English } from '../index'

export default {
} satisfies English<'field'>
