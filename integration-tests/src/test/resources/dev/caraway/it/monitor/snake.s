; Snake, for the board: arrow keys turn it, a click puts a berry there, and Caps Lock lights its light.

screen  = $8000         ; 192 rows of 128 bytes, two pixels each
key     = $e000         ; the next scan code, 0 if there is none
ack     = $e002         ; a write ends the timer's interrupt
lights  = $e003
pointx  = $e004
pointy  = $e005
buttons = $e006

ground  = $11           ; colours of both pixels of a byte
wall    = $88
snake   = $aa
berry   = $cc

ptr     = $00           ; of two bytes
cellx   = $02           ; a cell has 8 by 8 pixels; there are 32 by 24
celly   = $03
colour  = $04
headx   = $10
heady   = $11
dir     = $12           ; 0 up, 1 right, 2 down, 3 left
turn    = $13           ; the direction from the next step on
head    = $14           ; where the body begins and ends in xs and ys
tail    = $15
grow    = $16
wait    = $17           ; ticks until the next step
seed    = $18
ticks   = $19
last    = $1a
lit     = $1b
xs      = $0200
ys      = $0300

        .org $f000
reset:  cld
        lda #$a7
        sta seed
        lda #0
        sta ticks
        sta lit
        sta lights

start:  sei
        ldx #$ff
        txs
        lda #<screen
        sta ptr
        lda #>screen
        sta ptr+1
        ldx #$60
        ldy #0
        lda #ground
fill:   sta (ptr),y
        iny
        bne fill
        inc ptr+1
        dex
        bne fill

        lda #wall
        sta colour
        lda #31
        sta cellx
top:    lda #0
        sta celly
        jsr cell
        lda #23
        sta celly
        jsr cell
        dec cellx
        bpl top
        lda #23
        sta celly
side:   lda #0
        sta cellx
        jsr cell
        lda #31
        sta cellx
        jsr cell
        dec celly
        bpl side

        lda #16
        sta headx
        lda #12
        sta heady
        lda #0
        sta head
        lda #1
        sta tail
        sta dir
        sta turn
        lda #8
        sta wait
        lda #4
        sta grow
        jsr put
        jsr sow
        lda ticks
        sta last
        cli

loop:   jsr keys
        jsr click
        lda ticks
        cmp last
        beq loop
        sta last
        dec wait
        bne loop
        lda #8
        sta wait
        jsr step
        jmp loop

; Takes all keys that wait. What goes up, and the prefix of the arrows, is none of these codes.
keys:   lda key
        beq done
        cmp #$3a
        beq light
        ldx #3
find:   cmp codes,x
        beq found
        dex
        bpl find
        bmi keys
found:  txa
        eor #2
        cmp dir
        beq keys        ; it cannot turn back
        stx turn
        jmp keys
light:  lda lit
        eor #4
        sta lit
        sta lights
        jmp keys
done:   rts
codes:  .byte $48, $4d, $50, $4b

click:  lda buttons
        and #1
        beq done
        lda pointx
        lsr
        lsr
        lsr
        sta cellx
        lda pointy
        lsr
        lsr
        lsr
        sta celly
        jsr peek
        cmp #ground
        bne done
        lda #berry
        sta colour
        jmp cell

step:   ldx turn
        stx dir
        lda headx
        clc
        adc dx,x
        sta headx
        sta cellx
        lda heady
        clc
        adc dy,x
        sta heady
        sta celly
        jsr peek
        cmp #ground
        beq go
        cmp #berry
        beq eat
        jmp start       ; into a wall, or into itself
eat:    lda grow
        clc
        adc #3
        sta grow
        jsr put
        jmp sow
go:     lda grow
        beq shrink
        dec grow
        jmp put
shrink: ldx tail
        lda xs,x
        sta cellx
        lda ys,x
        sta celly
        inc tail
        lda #ground
        sta colour
        jsr cell
put:    inc head
        ldx head
        lda headx
        sta xs,x
        sta cellx
        lda heady
        sta ys,x
        sta celly
        lda #snake
        sta colour
        jmp cell
dx:     .byte 0, 1, 0, $ff
dy:     .byte $ff, 0, 1, 0

; Puts a berry where nothing is.
sow:    jsr random
        and #31
        sta cellx
        jsr random
        and #31
        cmp #24
        bcs sow
        sta celly
        jsr peek
        cmp #ground
        bne sow
        lda #berry
        sta colour
        jmp cell

; All numbers but 0, in an order without much of one.
random: lda seed
        asl
        bcc even
        eor #$1d
even:   sta seed
        rts

; Paints the cell at cellx, celly.
cell:   jsr locate
        ldx #8
row:    ldy #3
        lda colour
pixels: sta (ptr),y
        dey
        bpl pixels
        lda ptr
        clc
        adc #128
        sta ptr
        bcc same
        inc ptr+1
same:   dex
        bne row
        rts

; The colour of the cell at cellx, celly.
peek:   jsr locate
        ldy #0
        lda (ptr),y
        rts

; A cell is 4 bytes wide and 8 rows, that is 4 pages, high.
locate: lda cellx
        asl
        asl
        sta ptr
        lda celly
        asl
        asl
        clc
        adc #>screen
        sta ptr+1
        rts

irq:    pha
        inc ticks
        sta ack
        pla
        rti

        .org $fffa
        .word reset, reset, irq
