/** Answers whether it is there, and nothing else. */
process.on('message', (message: { readonly call: string }) => {
  if (message.call === 'ping') process.send?.({ steps: 1 })
})
process.on('disconnect', () => process.exit(0))
