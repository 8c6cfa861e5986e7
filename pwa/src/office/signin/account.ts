/** Who sits at this desk: asked once at the start, kept until sign-out. */
import { ref } from 'vue'
import { keepCsrf, post, read } from '../api/call'
import type { Me } from '../api/shapes'

export const me = ref<Me | null>(null)

function keep(answer: Me): Me {
  keepCsrf(answer.csrf)
  me.value = answer
  return answer
}

/** Asks the server who this browser is; null when nobody is signed in. */
export async function recall(): Promise<Me | null> {
  try {
    const answer = await read<Me | { account: null }>('/me')
    if (answer.account) return keep(answer)
    me.value = null
    return null
  } catch {
    me.value = null
    return null
  }
}

export async function signIn(login: string, password: string): Promise<Me> {
  return keep(await post<Me>('/login', { login, password }))
}

export async function signOut(): Promise<void> {
  await post('/logout')
  me.value = null
}

export async function changePassword(old: string, fresh: string): Promise<void> {
  await post('/password', { old, new: fresh })
  await recall()
}
