// Command konspekt opens «Живой конспект», an interactive Russian companion to
// Goodfellow, Bengio and Courville's Deep Learning, as a web site on this machine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"konspekt/internal/server"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stderr); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "konspekt:", err)
		os.Exit(1)
	}
}

// run serves the book until ctx ends, then lets the requests under way finish.
func run(ctx context.Context, args []string, log io.Writer) error {
	flags := flag.NewFlagSet("konspekt", flag.ContinueOnError)
	flags.SetOutput(log)
	addr := flags.String("addr", "127.0.0.1:8080", "адрес, по которому открывается книга")
	flags.String("data", "", "папка хранилища; эта книга читателей не запоминает, и папка остаётся пустой")
	dev := flags.Bool("dev", false, "читать content/ и static/ с диска при каждом запросе")
	if err := flags.Parse(args); err != nil {
		return err
	}
	logger := slog.New(slog.NewTextHandler(log, nil))
	book, err := server.Open(*dev, logger)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		return fmt.Errorf("адрес %s занят или недоступен: %w", *addr, err)
	}
	srv := &http.Server{
		Handler:           book,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
	fmt.Fprintf(log, "Живой конспект открыт: http://%s\n", listener.Addr())
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return srv.Shutdown(ctx)
}
